"""Benchmarks: each figure beside its floor and its peer, measured in one run. `make bench`."""
