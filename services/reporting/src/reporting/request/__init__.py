"""A request as supervision sees it: its events of all services in order, and its state."""
