"""保密审查单: the sheet of a confidentiality review. A case refers to its sheet by id."""
