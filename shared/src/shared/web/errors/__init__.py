"""Turns exceptions into pages, or into problem details for programs."""
