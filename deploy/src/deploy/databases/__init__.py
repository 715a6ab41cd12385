"""The databases of the house, who may enter which, and their tables brought up to date."""
