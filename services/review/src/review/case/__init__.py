"""办理件: a request in the hands of review, from 立案 to 签发."""
