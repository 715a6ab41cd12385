"""年报 (annual report): the pinned table of a year, its counting and its layout."""
