"""网上申请: four short pages of questions, then a page to check the answers."""
