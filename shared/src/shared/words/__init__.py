"""How codes, days and numbers are written for people."""
