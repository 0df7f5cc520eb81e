"""The HTTP service (`reportlink serve`, extra `reportlink[server]`). Nothing of a request is logged or kept."""
