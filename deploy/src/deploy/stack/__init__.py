"""One local stack in one folder: its parts, supervisor, start and stop, seeding and health."""
