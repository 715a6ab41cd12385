"""Delivers events from the bus or the service's own log to projections and reactions: in order, with effect exactly once; rebuilds projections."""
