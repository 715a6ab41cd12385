"""Reads posted forms and collects their faults."""
