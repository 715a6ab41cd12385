"""Pages of reporting: figures, requests and their trails, and the annual table."""
