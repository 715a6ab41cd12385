"""One file per command of `lantai`."""
