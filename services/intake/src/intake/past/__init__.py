"""历史申请 (past request): requests from before Lantai, imported for the annual table."""
