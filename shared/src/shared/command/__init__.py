"""The one write path: a command is decided on a folded stream, and its events are appended."""
