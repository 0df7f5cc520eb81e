"""Pictures, slices, explainers, charts and the outline of the body: data in, page values out."""
