"""进度查询: find a request by query code and name; correct it or withdraw it."""
