"""Pages of reporting: live figures, requests and their trails, the annual table."""
