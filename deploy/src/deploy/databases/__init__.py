"""The databases, the roles that may connect to each, and their migrations."""
