"""The requests that supervision reads."""
