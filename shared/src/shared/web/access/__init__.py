"""Who may open a page and send a form: passes, guards, tokens."""
