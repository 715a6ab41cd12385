"""网上申请: one small question a page, then check-your-answers."""
