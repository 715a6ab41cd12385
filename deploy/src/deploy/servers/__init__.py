"""The servers of a local stack: their programs, their start and stop, their restart after a failure."""
