"""账号 (staff account): a login and whether it may sign in."""
