"""Settings, root addresses and the WSGI entrance."""
