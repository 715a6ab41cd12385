"""Intake's books: each file is one read model with its tables, its fold and its queries."""
