"""人员 (person): who signs in by one or several logins, and the roles of that person with their validity."""
