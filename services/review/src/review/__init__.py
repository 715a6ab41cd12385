"""Review 办理: from the accepted request to the signed reply (分办、保密审查、拟答复意见、审签、签发)."""
