"""The annual table."""
