"""What review decides, and by which rules: pure functions over a case (办理)."""
