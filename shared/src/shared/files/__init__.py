"""Files that people hand in and are given: one store of encrypted bytes for all services of a deployment."""
