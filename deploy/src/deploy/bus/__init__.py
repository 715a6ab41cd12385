"""The streams of the bus, and each service's rights to publish and hear."""
