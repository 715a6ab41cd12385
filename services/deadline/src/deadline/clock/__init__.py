"""The clock (期限): one legal period of a subject, counted from all known facts about it."""
