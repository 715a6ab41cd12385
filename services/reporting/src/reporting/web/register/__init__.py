"""The page that lists requests for supervision."""
