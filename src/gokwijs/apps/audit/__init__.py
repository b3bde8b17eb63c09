"""Append-only events: who did what, when, for which school."""
