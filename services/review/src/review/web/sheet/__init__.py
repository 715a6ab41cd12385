"""保密审查单: its form, its view, its print."""
