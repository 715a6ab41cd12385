"""征求意见: the letters to third parties and other agencies, and their answers, on the case page."""
