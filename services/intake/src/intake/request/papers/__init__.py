"""The texts of a request's papers: answers, notices, receipt and application form, from the policy and the log."""
