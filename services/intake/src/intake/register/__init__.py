"""登记编号、文号: the series of a year, each without gaps."""
