"""保密审查单: its form, its view, and the printable sheet."""
