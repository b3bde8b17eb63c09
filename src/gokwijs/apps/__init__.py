"""The rooms: Django apps, each with models, services (writes), selectors (reads) and views."""
