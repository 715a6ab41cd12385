"""From an exception to a page, or to problem details for programs."""
