"""What reporting decides, and how it counts: pure functions over reports (年报) and the requests that they count."""
