"""What intake decides, purely: no clock, no input or output, no framework."""
