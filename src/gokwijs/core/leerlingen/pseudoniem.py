"""A keyed pseudonym of a rijksregisternummer, for a school that switched matching on.

In: the number as somebody typed it, and a key that lies outside the database. Out: 64 hexadecimal
digits from which nobody without the key can find the number. The number itself is never returned.
"""

from __future__ import annotations

import hashlib
import hmac

from stdnum.be import ssn
from stdnum.exceptions import ValidationError

# There are only some hundred million valid numbers: with a short key they could all be tried.
MINIMUM_KEY = 32


class PseudoniemError(ValueError):
    """No pseudonym can be made; the message is Dutch and never repeats the number."""


def pseudoniem(nummer: str, sleutel: str) -> str:
    """HMAC-SHA-256 of a national or bis number. Raises PseudoniemError.

    Spaces, dots and hyphens do not matter: the same number always gives the same pseudonym.
    """
    check_sleutel(sleutel)
    try:
        normal = ssn.validate(nummer)
    except ValidationError:
        # From None: no traceback may carry what was typed.
        raise PseudoniemError("Dit is geen geldig rijksregisternummer of bisnummer.") from None
    return hmac.new(sleutel.encode(), normal.encode("ascii"), hashlib.sha256).hexdigest()


def check_sleutel(sleutel: str) -> None:
    """Raises PseudoniemError when the key is missing or too short to protect anybody."""
    if len(sleutel) < MINIMUM_KEY:
        raise PseudoniemError(
            "De sleutel om te koppelen ontbreekt of is te kort. De beheerder van de server zet "
            f"minstens {MINIMUM_KEY} willekeurige tekens in GOKWIJS_MATCHING_KEY en start opnieuw."
        )
