"""Read models: their generations in the database, their changes in few statements, their rebuild."""
