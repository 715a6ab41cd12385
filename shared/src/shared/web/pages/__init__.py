"""Templates, sites, static files and how readers want to see pages."""
