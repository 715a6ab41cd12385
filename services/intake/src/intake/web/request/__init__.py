"""一件申请: the staff page of one request and its forms."""
