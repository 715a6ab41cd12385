"""The trail and the replay of one request."""
