"""人员 (person): who stands behind the logins, and the roles that the person holds from when to when."""
