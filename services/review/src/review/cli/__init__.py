"""The commands of review: `lantai review chain`."""
