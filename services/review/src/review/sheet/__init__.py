"""保密审查单: the sheet of a confidentiality review, a noun of its own that a case points to."""
