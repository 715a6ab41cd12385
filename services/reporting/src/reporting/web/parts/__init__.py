"""Parts of several pages of reporting."""
