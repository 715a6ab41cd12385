"""What one command does over several nouns, and what is kept beside the log with it."""
