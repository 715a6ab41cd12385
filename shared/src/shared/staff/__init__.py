"""The staff directory: a projection of intake's events about persons, accounts, roles and sections, in every service."""
