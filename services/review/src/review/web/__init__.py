"""The pages of review: the desk and the case page, for staff."""
