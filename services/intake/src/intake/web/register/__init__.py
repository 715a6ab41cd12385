"""登记来件: what came over the counter, by letter, fax or word of mouth."""
