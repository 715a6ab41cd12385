"""Parts that several pages of deadline share: clocks in words."""
