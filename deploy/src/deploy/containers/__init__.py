"""A deployment in containers: its files, and its servers prepared."""
