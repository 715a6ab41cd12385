"""The priority of long work beside people who wait for pages."""

import os

NICENESS = 10
"""A tenth of the share of a process that serves; the whole machine while nobody else wants it."""


def give_way() -> None:
    """Let other processes of this machine go first; until this process ends."""
    os.nice(NICENESS)
