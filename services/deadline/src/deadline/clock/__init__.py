"""The clock (期限) of a subject: one period of law, counted from all the facts that are known of it."""
