"""The event log: its protocol, the stores in memory and in PostgreSQL, and the hash chain that makes tampering visible."""
