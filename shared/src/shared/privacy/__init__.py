"""Personal data under keys: destroying a key erases the person everywhere."""
