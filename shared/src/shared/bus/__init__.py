"""NATS, which carries events: envelope, connection, relay, and reads of another service's log."""
