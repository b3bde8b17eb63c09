"""Events as Dutch sentences."""

from __future__ import annotations

from gokwijs.apps.audit.models import Event

SENTENCES = {
    "school.gemaakt": "maakte de school {target} aan",
    "school.gegevens": "paste de schoolgegevens aan voor {target}",
    "medewerker.toegevoegd": "voegde {target} toe als medewerker",
    "medewerker.rollen": "veranderde de rollen van {target}",
    "medewerker.verwijderd": "nam de toegang van {target} weg",
    "telling.ingelezen": "las een telling in ({target})",
    "telling.verworpen": "verwierp een ingelezen telling ({target})",
    "berekening.gemaakt": "bevestigde de telling en berekende de middelen ({target})",
    "getal.ingevoerd": "voerde een getal in: {target}",
    "getal.verwijderd": "verwijderde een ingevoerd getal: {target}",
    "export": "exporteerde {target}",
    "leerling.gemaakt": "voegde {target} toe",
    "leerling.aangepast": "paste de gegevens van {target} aan",
    "inschrijving.geopend": "schreef {target} in",
    "inschrijving.gewijzigd": "veranderde de plaats van {target}",
    "inschrijving.gesloten": "schreef {target} uit",
    "inschrijving.heropend": "opende de inschrijving van {target} opnieuw",
    "feit.vastgelegd": "legde een kenmerk vast voor {target}",
    "feit.ingetrokken": "trok een kenmerk in van {target}",
    "verklaring.vastgelegd": "legde een verklaring vast voor {target}",
    "verklaring.ondertekend": "noteerde of het ondertekende formulier op school ligt voor {target}",
    "gebruiker.gemaakt": "maakte een account aan voor {target}",
    "toegang.sleutel": "maakte een link om een wachtwoord te kiezen voor {target}",
    # privacy
    "dpia.vermeld": "noteerde of er een DPIA is: {target}",
    "privacy.bewaring": "houdt de gegevens langer vast van {target}",
    "privacy.vrijgegeven": "houdt de gegevens niet langer vast van {target}",
    "privacy.gewist": "wiste op verzoek de gegevens van {target}",
    "privacy.koppelen": "zette leerlingen koppelen {target}",
    "privacy.aangekondigd": "kondigde aan wat gewist wordt: {target}",
    "privacy.opgeruimd": "wiste wat niet langer bewaard mag worden: {target}",
}


def sentence(event: Event) -> str:
    """What happened, without the name of who did it."""
    return SENTENCES.get(event.kind, event.kind).format(target=event.target)
