"""The pages of a request's trail and replay."""
