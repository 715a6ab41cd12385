"""The demo: made-up people play a scripted year of requests on the real pages."""
