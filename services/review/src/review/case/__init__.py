"""办理件 (case): an accepted request in review, from 立案 to 签发."""
