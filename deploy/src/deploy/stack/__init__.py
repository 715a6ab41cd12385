"""One local stack in one folder: its parts, supervisor, start and stop, filling and health."""
