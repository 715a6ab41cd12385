"""测算: the date that would stand if a letter went out or the reply were extended."""
