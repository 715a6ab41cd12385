"""The pages of the annual table."""
