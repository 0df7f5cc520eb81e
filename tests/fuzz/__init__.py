"""Fuzzing of every reader: `make fuzz` looks for new failures by coverage, the tests keep those that were found."""
