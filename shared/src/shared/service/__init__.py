"""What a service is told, what it says, and how it starts and stops."""
