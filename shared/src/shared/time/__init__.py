"""The only readers of a clock, the machine's and the database's; legal days, and how they are written."""
