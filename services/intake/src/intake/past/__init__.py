"""历史申请 (past request): the ledger of before Lantai, imported for the annual table."""
