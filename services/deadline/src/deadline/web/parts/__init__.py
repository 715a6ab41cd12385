"""What several pages of deadline show: clocks in words."""
