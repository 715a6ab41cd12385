"""Handlers of commands on requests: load, fold, decide, append. Each is idempotent by its origin's command id."""
