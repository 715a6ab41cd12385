"""The published language: the events of all services, the values they consist of, and their JSON Schemas."""
