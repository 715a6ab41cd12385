"""Commands that touch several nouns, or the log and a table beside it."""
