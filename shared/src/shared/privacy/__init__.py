"""Personal data, encrypted under keys: destroying a subject's keys erases the person's data everywhere."""
