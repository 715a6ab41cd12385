"""What several pages of reporting show."""
