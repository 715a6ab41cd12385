"""Faults under load, and the oracle that judges what is left: `python -m chaos --seed N --seconds S`."""
