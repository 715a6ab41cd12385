"""收件登记簿: the clerk's list of requests, and their papers."""
