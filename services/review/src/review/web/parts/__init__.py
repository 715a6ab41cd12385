"""What several pages of review share."""
