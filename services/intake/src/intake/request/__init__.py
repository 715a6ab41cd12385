"""申请 (request): from the application to the served reply; the facets 补正 and 送达 have folders of their own."""
