"""Why a template cannot be used: one Dutch sentence, and where in the file.

In: nothing. Out: the exception that travels between the two processes.
"""

from __future__ import annotations


class SjabloonFout(ValueError):
    """The message is Dutch and fit for a screen; ``plek`` is the text around it, or empty."""

    def __init__(self, zin: str, plek: str = "") -> None:
        super().__init__(zin)
        self.zin, self.plek = zin, plek
