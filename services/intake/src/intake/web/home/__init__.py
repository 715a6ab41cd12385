"""首页: the agencies of the portal, and one agency's way in."""
