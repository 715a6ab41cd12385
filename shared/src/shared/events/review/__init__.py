"""Events of review 办理."""
