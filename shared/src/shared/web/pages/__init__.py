"""Templates, sites, static files and display settings of readers."""
