"""Read models: generations in the database, and batched changes."""
