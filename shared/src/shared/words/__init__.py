"""The one catalogue of words: how codes, days and numbers are written for people, in Chinese."""
