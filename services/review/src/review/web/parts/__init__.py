"""Parts that several pages of review use."""
