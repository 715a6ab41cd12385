"""Intake's pages: the citizen's (public), the clerk's (staff), signing in, and the API for other programs."""
