"""Stage 3: from a Telling to exact hours and euros with their explanation."""
