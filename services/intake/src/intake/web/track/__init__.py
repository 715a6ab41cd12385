"""进度查询: by query code and name; correcting and withdrawing."""
