"""延期: its forms on the case page."""
