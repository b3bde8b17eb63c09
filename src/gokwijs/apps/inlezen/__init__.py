"""Pupil files that change pupils: mapping, preview, apply in one go, undo."""
