"""Handlers of staff commands on a case: load, fold, decide, append. Each is idempotent by its command id."""
