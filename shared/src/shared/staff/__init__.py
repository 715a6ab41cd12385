"""The staff directory: what each service keeps of intake's events about persons, accounts and roles."""
