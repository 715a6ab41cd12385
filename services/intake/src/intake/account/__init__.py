"""账号 (staff account): who may sign in, and in which roles."""
