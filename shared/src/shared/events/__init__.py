"""The published language: the events of every service, what they are made of, and their JSON Schemas."""
