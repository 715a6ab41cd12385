"""The log, which is the record: its port, the store in memory, the store in PostgreSQL, and what makes tampering visible."""
