"""Read models: generations in the database, batched changes, rebuild."""
