"""登记回执: the receipt of a request that was just filed."""
