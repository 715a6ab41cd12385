"""工作日历: the notices that were loaded, and what each moved."""
