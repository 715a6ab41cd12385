"""Basics of every process: settings from its environment, structured logs, traces."""
