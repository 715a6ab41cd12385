"""The pages of review for staff: the desk, the case page, and the pages below a case."""
