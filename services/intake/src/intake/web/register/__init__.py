"""登记来件: applications that came over the counter, by post, by fax or orally."""
