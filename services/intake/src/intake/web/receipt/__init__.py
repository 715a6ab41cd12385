"""登记回执: the slip of an application that was just filed."""
