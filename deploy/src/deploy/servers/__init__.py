"""The servers of a local stack: where their programs are, how each starts, stops and is kept alive."""
