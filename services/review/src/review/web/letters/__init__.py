"""征求意见: the letters and their answers on the case page."""
