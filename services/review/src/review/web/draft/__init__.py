"""拟答复意见: its form, its view, two of them side by side."""
