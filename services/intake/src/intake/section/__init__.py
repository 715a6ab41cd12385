"""股室 (section): a record of its own, with a name that may change, merged and closed by event."""
