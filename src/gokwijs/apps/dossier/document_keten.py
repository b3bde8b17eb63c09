"""The chain of a plan as texts: vaststelling, streefdoel, indicator, actie.

In: a ``Bron``. Out: records of ``document``, gated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid import brug
from gokwijs.apps.beleid.models import (
    Actie,
    Indicator,
    Knoopsoort,
    Meting,
    Onderbouwing,
    Streefdoel,
    Taak,
)
from gokwijs.apps.beleid.tonen import getal, percentage
from gokwijs.apps.dossier import document as doc
from gokwijs.apps.dossier.document_bron import Bron, dag
from gokwijs.apps.dossier.document_middelen import van_deel
from gokwijs.core.beleid.formulering import LEEG, formuleer, toon_streefwaarde
from gokwijs.core.beleid.keuzes import Keuze, Oudertype, Partnersoort
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.kenmerken import Kenmerk

_FEW = 5  # of fewer people a share says who they are
# Where the self-check on dependence on single teachers draws its lines.
_BANDEN = ((40, "minder dan 40 % deed echt mee"), (70, "40 tot 70 % deed echt mee"))


def labels(values: Iterable[Any], kind: type[Keuze]) -> str:
    """Stored keys in words; a text that is no key is printed as it is."""
    known = {one.value: one.label for one in kind}
    return ", ".join(known.get(str(value), str(value)) for value in values)


def filled(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


# ---------------------------------------------------------------- vaststellingen


def vaststelling(bron: Bron, one: Vaststelling) -> doc.Vaststelling:
    said = bron.zicht.vaststelling(one)
    hidden = said != one.tekst
    bron.verborgen = bron.verborgen or hidden
    rests = [doel for doel in bron.rows.streefdoelen if one in doel.vaststellingen.all()]
    return doc.Vaststelling(
        nummer=bron.nummers[(Vaststelling, one.pk)],
        tekst=said,
        cijfer="" if hidden else _cijfer(bron, one),
        cijfers=() if hidden else tuple(_cijfers(one.cijfers)),
        bron=filled(one.get_bron_soort_display(), one.bron),
        datum=dag(one.dag),
        populatie=one.populatie,
        plaats=one.plaats,
        duiding="" if hidden else one.duiding,
        prioritair="ja" if one.prioritair else "",
        reden_zonder=one.reden_zonder,
        verwachtingen=bron.codes(one.ok_codes),
        streefdoelen=bron.verwijs(rests),
        documenten=bron.documenten(Knoopsoort.VASTSTELLING, one.pk),
        opmerkingen=() if hidden else bron.opmerkingen(Knoopsoort.VASTSTELLING, one.pk),
    )


def _cijfer(bron: Bron, one: Vaststelling) -> str:
    if one.waarde is not None:
        return f"{getal(one.waarde)} {one.eenheid}".strip()
    if one.teller is None:
        return ""
    return bron.let_op(bron.zicht.aandeel(one.teller, one.noemer))


def _cijfers(kept: Mapping[str, Any]) -> Iterator[str]:
    """Sentences and rows of tables as they were kept; a row is 'name: head value, head value'."""
    for _, zin in kept.get("zinnen", ()):
        yield str(zin)
    for tabel in kept.get("tabellen", ()):
        heads = tabel["kolommen"][1:]
        for first, *cells in tabel["rijen"]:
            told = ", ".join(f"{h} {c}" for h, c in zip(heads, cells, strict=False))
            yield f"{tabel['titel']}, {first}: {told}"


# ---------------------------------------------------------------- streefdoelen


def streefdoel(bron: Bron, stand: Beleidsstand, one: Streefdoel) -> doc.Streefdoel:
    indicators = [*([one.indicator] if one.indicator else []), *one.andere_indicatoren.all()]
    titel, zin = _in_woorden(bron, stand, one)
    traits = ", ".join(Kenmerk(key).label for key in one.kenmerken if key in list(Kenmerk))
    return doc.Streefdoel(
        nummer=bron.nummers[(Streefdoel, one.pk)],
        titel=titel,
        zin=zin,
        toelichting=one.toelichting,
        status=filled(one.get_status_display(), dag(one.vastgesteld_op)),
        einde_reden=one.einde_reden,
        doelgroep=f"{one.doelgroep} (kenmerken: {traits})" if traits else one.doelgroep,
        plaats=one.plaats,
        niveau=one.get_niveau_display(),
        richting=one.get_richting_display(),
        nulmeting=_nulmeting(bron, one.nulmeting),
        streefwaarde=_streefwaarde(one),
        start=dag(one.start),
        einddatum=dag(one.einddatum),
        trekker=one.trekker_rol,
        thema=one.thema,
        verwachtingen=bron.codes(one.ok_codes),
        verankerd="; ".join(str(k) for k in one.koppelingen.all() if k.verwijderd is None),
        vaststellingen=bron.verwijs(one.vaststellingen.all()),
        acties=bron.verwijs(bron.rows.acties_per_doel.get(one.pk, ())),
        herkomst=_herkomst(one),
        documenten=bron.documenten(Knoopsoort.STREEFDOEL, one.pk),
        indicatoren=tuple(indicator(bron, row) for row in indicators if row.verwijderd is None),
        middelen=van_deel(bron, (), bron.boekingen_per_doel.get(one.pk, ())),
        opmerkingen=bron.opmerkingen(Knoopsoort.STREEFDOEL, one.pk),
    )


def _herkomst(one: Streefdoel) -> str:
    if one.voorganger_id is None:
        return ""
    return (
        "opgeschaald van een ander streefdoel"
        if one.opgeschaald
        else "loopt door uit een vorig plan"
    )


def _nulmeting(bron: Bron, one: Meting | None) -> str:
    if one is None:
        return ""
    said = bron.meting(one)
    return f"{said.rstrip('.')}, gemeten op {dag(one.peildatum)}, bron: {_bron(one)}"


def _bron(one: Meting) -> str:
    return filled(one.get_bron_soort_display(), one.bron_omschrijving)


def _streefwaarde(one: Streefdoel) -> str:
    value = brug.streefwaarde(one)
    if value is None:
        return ""
    record = brug.indicator(one.indicator) if one.indicator else None
    unit = one.indicator.eenheid if one.indicator and not one.indicator.is_aandeel else ""
    return f"{toon_streefwaarde(value, record)} {unit}".strip()


def _in_woorden(bron: Bron, stand: Beleidsstand, one: Streefdoel) -> tuple[str, str]:
    """(own words, sentence from the fields); neither tells a nulmeting that may not be told.

    The sentence is left out while something in it is not filled in, or when it says the same.
    """
    first = one.nulmeting
    hidden = first is not None and bron.is_verborgen(bron.zicht.meting(first))
    if first is not None and hidden:
        blank = tuple(
            replace(m, teller=None, noemer=None, waarde=None) if m.id == first.pk else m
            for m in stand.metingen
        )
        stand = replace(stand, metingen=blank)
    said = formuleer(stand.streefdoel[one.pk], stand).tekst
    said = said.replace(f" van {LEEG} naar ", " naar ") if hidden else said
    if first is not None and hidden and _tells(one.formulering, first):
        return said, ""
    return one.formulering, "" if LEEG in said or said == one.formulering else said


def _tells(text: str, meting: Meting) -> bool:
    """Does a text name one of the numbers of a meting?"""
    numbers = {getal(n) for n in (meting.teller, meting.noemer, meting.waarde) if n is not None}
    if meting.teller is not None and meting.noemer:
        numbers.add(percentage(meting.teller, meting.noemer).removesuffix(" %"))
    return bool(numbers & set(re.findall(r"\d+(?:,\d+)?", text)))


def indicator(bron: Bron, one: Indicator) -> doc.Indicator:
    changed = one.definitie_versie > 1
    return doc.Indicator(
        naam=one.naam,
        teller=one.teller_definitie,
        noemer=one.noemer_definitie,
        schaal=filled(one.schaal, one.eenheid),
        populatie=one.populatie,
        bron=one.get_bron_soort_display(),
        frequentie=one.get_frequentie_display(),
        breuk=f"veranderd: dit is versie {one.definitie_versie}" if changed else "",
        metingen=tuple(_meting(bron, m) for m in bron.rows.metingen_per_indicator.get(one.pk, ())),
        opmerkingen=bron.opmerkingen(Knoopsoort.INDICATOR, one.pk),
    )


def _meting(bron: Bron, one: Meting) -> doc.Meting:
    said = bron.meting(one)
    older = one.definitie_versie < one.indicator.definitie_versie
    kind = filled("nulmeting" if one.is_nulmeting else "", "vorige definitie" if older else "")
    return doc.Meting(
        datum=dag(one.peildatum),
        waarde=said,
        bron=_bron(one),
        nulmeting=kind,
        opmerking="" if bron.is_verborgen(said) else one.opmerking,
    )


# ---------------------------------------------------------------- acties


def actie(bron: Bron, one: Actie) -> doc.Actie:
    aard = one.get_aard_display()
    return doc.Actie(
        nummer=bron.nummers[(Actie, one.pk)],
        titel=one.titel,
        omschrijving=one.omschrijving,
        status=one.get_status_display(),
        streefdoelen=bron.verwijs(one.streefdoelen.all()),
        zorgfase=one.get_zorgfase_display(),
        aard=f"{aard}: {one.aard_uitleg}" if one.aard_uitleg else aard,
        aangrijpingspunt=one.get_aangrijpingspunt_display(),
        plaats=one.plaats,
        plaats_reden=one.plaats_reden,
        trekker=one.trekker_rol,
        vervanger=one.vervanger_rol,
        uitvoerders=uitvoerders(one, exact=bron.exact),
        teamafspraak=one.teamafspraak,
        start=dag(one.start),
        einde=dag(one.einde),
        partners=labels(one.partners, Partnersoort),
        ouders=labels(one.ouders, Oudertype),
        nog_niet_meetbaar=one.nog_niet_meetbaar,
        reden_nul=one.reden_nul,
        verwachtingen=bron.codes(one.ok_codes),
        documenten=bron.documenten(Knoopsoort.ACTIE, one.pk),
        stappen=tuple(stap(bron, t) for t in bron.rows.taken_per_actie.get(one.pk, ())),
        uitvoeringen=tuple(
            doc.Uitvoering(dag(u.datum), u.tekst, bron.aandeel(u.bereikt, u.bedoeld))
            for u in bron.uitvoeringen.get(one.pk, ())
        ),
        aanpakken=tuple(aanpak(o) for o in one.onderbouwingen.all()),
        middelen=van_deel(
            bron,
            bron.rows.toewijzingen_per_actie.get(one.pk, ()),
            bron.rows.boekingen_per_actie.get(one.pk, ()),
        ),
        opmerkingen=bron.opmerkingen(Knoopsoort.ACTIE, one.pk),
    )


def uitvoerders(one: Actie, *, exact: bool) -> str:
    """Meant and real; outside the Werkzone the real number is a band, and none of a small group."""
    meant, real = one.uitvoerders_bedoeld, one.uitvoerders_feitelijk
    bedoeld = f"{meant} leraren of klassen bedoeld" if meant is not None else ""
    if real is None:
        return bedoeld
    if exact:
        return filled(bedoeld, f"{real} deden echt mee")
    if not meant or meant < _FEW:
        return filled(bedoeld, "hoeveel er echt meededen, tonen we niet: de groep is klein")
    share = Fraction(100 * real, meant)
    band = next((words for edge, words in _BANDEN if share < edge), "70 % of meer deed echt mee")
    return filled(bedoeld, band)


def stap(bron: Bron, one: Taak) -> doc.Stap:
    return doc.Stap(
        tekst=one.tekst,
        wie=one.wie_rol or (bron.rollen.get(one.wie_id, "collega") if one.wie_id else ""),
        tegen=dag(one.tegen),
        klaar=dag(one.klaar) or "nog niet",
    )


def aanpak(one: Onderbouwing) -> doc.Aanpak:
    """The facts as they were shown that day; the catalogue is asked for what was kept as an id."""
    from gokwijs.apps.aanpakken.selectors import catalogus as catalogus_in_use
    from gokwijs.core.aanpakken.zeggen import zin_van

    catalogus = catalogus_in_use()
    card = catalogus.aanpak(one.aanpak)
    feiten = []
    for kept in one.feiten:
        if isinstance(kept, dict):
            feiten.append(str(kept.get("zin", kept.get("id", ""))))
            continue
        found = catalogus.feit(kept)
        said = zin_van(card, found).tekst if card is not None and found is not None else ""
        feiten.append(said or f"Feit {kept} staat niet meer in de catalogus.")
    return doc.Aanpak(
        naam=one.naam,
        catalogus=f"versie {one.catalogus_versie}",
        feiten=tuple(feiten),
        opgelet=tuple(one.opgelet),
        voorwaarden=tuple(
            f"{row['tekst']} ({'in orde' if row.get('klaar') else 'nog niet in orde'})"
            for row in one.voorwaarden
        ),
    )
