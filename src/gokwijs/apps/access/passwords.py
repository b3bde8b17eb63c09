"""The length rule of passwords, in Dutch: Django's own sentence is not translated."""

from __future__ import annotations

from django.core.exceptions import ValidationError

LENGTH = 12


class LengthValidator:
    """At least twelve characters."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) < LENGTH:
            raise ValidationError(
                f"Dit wachtwoord is te kort. Neem minstens {LENGTH} tekens.",
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        return f"Minstens {LENGTH} tekens. Een zin van vier woorden werkt goed."
