"""The thresholds and method ids of every result, in one place.

In: nothing. Out: a frozen set of values that is kept with each result, so that a result of years
ago still says by which thresholds it was judged. Choices of this project, open to change by GO!
with a date and a reason (meten.md, version 2026-11-22).
"""

from __future__ import annotations

from dataclasses import dataclass

VERSIE = "2026-11-22"
ANCOVA, ANCOVA_HC3 = "ancova-1", "ancova-hc3-1"
DID, WELCH, NEWCOMBE, PAREN = "did-welch-1", "welch-1", "newcombe-1", "paren-t-1"
LEERWINST, SAMENVOEGEN, KRIMP, KLASSEN = "leerwinst-t-1", "invers-1", "krimp-1", "klassen-1"


@dataclass(frozen=True, slots=True)
class Drempels:
    """``begin_*``, ``rope``, ``half_max``, ``verschil_max`` and ``tau`` are in SD.

    ``r_waarden`` are shown when the pre-post correlation is not known; ``sd_verhouding_*`` and
    ``variantie_verhouding`` decide on Glass and HC3; ``overlap_min`` is the share of each group
    that must lie in the range of the other before an ANCOVA is believed.
    """

    versie: str = VERSIE
    n_effect_min: int = 10
    n_oordeel_min: int = 30
    n_maanden_min: int = 50
    begin_ok: float = 0.05
    begin_max: float = 0.25
    rope: float = 0.20
    half_max: float = 0.40
    bereik_min: float = 0.5
    dosis_min: float = 0.5
    alpha: float = 0.05
    power: float = 0.80
    tau: float = 0.20
    prior: float = 0.0
    icc_klas: float = 0.15
    klassen_min: int = 2
    verschil_max: float = 0.10
    uitval_max: float = 0.20
    uitval_verschil_max: float = 0.10
    overlap_min: float = 0.50
    sd_verhouding_min: float = 0.67
    sd_verhouding_max: float = 1.5
    variantie_verhouding: float = 2.0
    q_p_min: float = 0.10
    r_waarden: tuple[float, ...] = (0.7, 0.8, 0.9)
    omrekentabel: str = "leerpunt-1"
    interval: str = "hedges-t-1"


DREMPELS = Drempels()
