"""Events of intake 受理."""
