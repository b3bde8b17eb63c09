"""The published list of sentences about figures: nothing else is said automatically."""
