"""拟答复意见: its form, its view, and the comparison of two drafts."""
