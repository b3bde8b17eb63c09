"""The face: base layout, components, static files, error pages."""
