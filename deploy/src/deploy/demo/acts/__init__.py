"""The acts of the scripted year on the pages."""
