"""The streams of the bus, and what each service may publish and hear there."""
