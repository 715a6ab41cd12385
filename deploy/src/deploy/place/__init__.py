"""The folder of a local stack: its settings and secrets, its running processes, the progress of the demo, its environment."""
