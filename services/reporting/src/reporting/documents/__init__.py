"""Files that reporting gives away."""
