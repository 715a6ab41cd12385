"""首页: the list of agencies, and the start page of each."""
