"""The commands of intake: `lantai intake account …`, `lantai intake section …` and `lantai ledger import`, on the service's own settings."""
