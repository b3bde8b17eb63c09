"""The school with pupils of the room of analysis, and its figures fixed for the team."""

from tests.apps.analyse.conftest import shared_so, shared_vast, so, vast

__all__ = ["shared_so", "shared_vast", "so", "vast"]
