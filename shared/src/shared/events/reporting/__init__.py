"""Events of reporting 监督与年报."""
