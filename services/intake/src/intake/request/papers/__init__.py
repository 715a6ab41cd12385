"""What the papers of a request say: answers, notices, receipt and application form, from the policy and the log."""
