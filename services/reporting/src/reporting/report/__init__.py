"""年报 (annual report): which table of a year was pinned, how it is counted and laid out."""
