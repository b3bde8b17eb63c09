"""What a log of the server never holds: the secret in a link of a parent or of a respondent."""

from __future__ import annotations

import logging
import re

# /v/… is a parent, /r/… somebody who answers a round, /toegang/… a new colleague.
_SECRET = re.compile(r"(/(?:v|r|toegang)/)[^\s?#\"']+")


def without_secrets(text: str) -> str:
    """'Not Found: /r/k7mp…/x/' → 'Not Found: /r/…'"""
    return _SECRET.sub(r"\1…", text)


class WithoutSecrets(logging.Filter):
    """Replaces the message of each record by one without secrets; keeps every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        plain = without_secrets(record.getMessage())
        if plain != record.getMessage():
            record.msg, record.args = plain, ()
        return True
