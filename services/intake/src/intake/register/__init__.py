"""登记编号、文号: numbers in yearly series without gaps."""
