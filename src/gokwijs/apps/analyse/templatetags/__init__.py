"""Template tags of the room of analysis."""
