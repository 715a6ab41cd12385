"""One local stack in one folder: what it chose, what runs, how it starts and stops, how it is."""
