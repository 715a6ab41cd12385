"""One running service: its parts, start and stop, carrier, health, migration, and what its commands share."""
