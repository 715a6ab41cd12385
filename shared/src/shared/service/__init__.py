"""A service's settings, start and stop, health, logs, tracing and commands."""
