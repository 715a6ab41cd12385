"""What deadline decides, and by which rules: pure functions over a clock (期限) and over the calendar (日历)."""
