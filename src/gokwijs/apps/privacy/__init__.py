"""DPIA, export and erasure of one pupil, retention."""
