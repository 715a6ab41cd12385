"""一件申请: what was asked, where it stands, and what the clerk or the head does now."""
