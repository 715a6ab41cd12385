"""What every process has: settings from its environment, structured logs, traces."""
