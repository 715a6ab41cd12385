"""Events of deadline 期限."""
