"""Access to pages and forms: passes, guards, tokens."""
