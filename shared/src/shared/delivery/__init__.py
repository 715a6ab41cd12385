"""From the bus or the own log to projections and reactions: in order, and exactly once in effect."""
