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
    # inlezen
    "import.gestart": "koos een bestand om in te lezen: {target}",
    "import.gekoppeld": "koos wat elke kolom is van {target}",
    "import.nagekeken": "vergeleek {target} met de leerlingen",
    "import.bekeken": "bekeek de wijzigingen van {target}",
    "import.toegepast": "las leerlingen in uit {target}",
    "import.verworpen": "gooide {target} weg",
    "import.teruggedraaid": "draaide het inlezen terug van {target}",
    "import.herstart": "begon opnieuw na een onderbreking met {target}",
    "import.opgeruimd": "ruimde de bewaarde rijen op van {target}",
    "dpia.vermeld": "antwoordde of er een DPIA is, bij {target}",
}


def sentence(event: Event) -> str:
    """What happened, without the name of who did it."""
    return SENTENCES.get(event.kind, event.kind).format(target=event.target)
