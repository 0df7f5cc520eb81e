"""The generator: curated YAML in, a multilingual static site and a link index out."""
