"""The pages of the live figures."""
