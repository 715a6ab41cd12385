"""The only readers of a clock: the machine's, the database's, and the exercise's."""
