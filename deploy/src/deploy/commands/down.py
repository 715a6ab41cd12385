"""`lantai down`: stop the local stack of the current folder."""

from pathlib import Path

from deploy.stack import detached


def down() -> None:
    """Stop the stack that runs in the current folder; its data stays."""
    detached.stop(Path.cwd())
