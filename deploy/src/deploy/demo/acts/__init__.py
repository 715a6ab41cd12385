"""The acts of the story on the pages."""
