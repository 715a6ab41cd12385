"""The folder of a local stack: what it chose once, what runs, how far the year was played, what its services are told."""
