"""Events as Dutch sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gokwijs.apps.audit.models import Event

# What one can filter on: a key, its words, and how the kinds in it begin.
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "leerlingen": (
        "Leerlingen en kenmerken",
        ("leerling", "leerlingen", "inschrijving", "feit", "bewerking", "inlezen"),
    ),
    "verklaringen": ("Verklaringen", ("verklaring", "uitnodiging", "loket")),
    "tellingen": ("Tellingen en middelen", ("telling", "teldag", "berekening", "getal", "brief")),
    "analyse": ("Waar zitten ze: cijfers en vaststellingen", ("analyse",)),
    "beleid": (
        "Beleid: plan, middelen, opvolging en overleg",
        ("beleid", "inzet", "opvolging", "samen", "dossier"),
    ),
    "meegenomen": ("Bekeken of meegenomen", ("export", "kijk", "inzage")),
    "medewerkers": ("Medewerkers en rollen", ("medewerker", "gebruiker", "toegang")),
    "school": ("Schoolgegevens en privacy", ("school", "privacy", "dpia")),
}
SENTENCES = {
    "analyse.bestemmingen": "vulde in waar het zesde leerjaar naartoe ging ({target})",
    "analyse.weergave": "bewaarde een weergave: {target}",
    "analyse.weergave_weg": "verwijderde een weergave: {target}",
    "analyse.lezing": "begon cijfers samen te lezen ({target})",
    "analyse.lezing_bewaard": "schreef mee aan het samen lezen van {target}",
    "analyse.lezing_afgerond": "rondde het samen lezen af van {target}",
    "analyse.vaststelling": "maakte een vaststelling ({target})",
    "analyse.vaststelling_weg": "trok een vaststelling in van {target}",
    "analyse.vaststelling_terug": "zette een vaststelling terug van {target}",
    "analyse.drempel": "koos vanaf wanneer een getal getoond wordt: {target}",
    "analyse.oki": "voerde de officiële OKI in ({target})",
    "analyse.oki_weg": "verwijderde een officiële OKI ({target})",
    "analyse.vastgelegd": "legde de cijfers voor het team vast ({target})",
    "analyse.vrijgegeven": "gaf een tabel vrij aan de scholengroep: {target}",
    "analyse.teruggetrokken": "trok een vrijgegeven tabel terug: {target}",
    # beleid
    "beleid.gemaakt": "maakte {target}",
    "beleid.aangepast": "paste {target} aan",
    "beleid.hersteld": "zette een vroegere versie terug van {target}",
    "beleid.verwijderd": "haalde {target} weg",
    "beleid.teruggezet": "zette {target} terug",
    "beleid.status": "veranderde de stand van {target}",
    "beleid.overgenomen": "nam {target} mee naar het volgende plan",
    "beleid.opmerking": "schreef een opmerking bij {target}",
    "beleid.opmerking_weg": "haalde een opmerking weg bij {target}",
    "beleid.bijlage": "voegde een document toe bij {target}",
    "beleid.bijlage_weg": "haalde een document weg bij {target}",
    "beleid.bijlage_bekeken": "haalde een document op: {target}",
    "beleid.taak": "werkte de stappen bij van {target}",
    "beleid.uitvoering": "noteerde wat er gebeurde voor {target}",
    "beleid.aanpak": "koos een aanpak uit de catalogus voor {target}",
    "beleid.aanpak_weg": "haalde een aanpak weg bij {target}",
    # opvolging
    "beleid.afgerond": "rondde {target} af",
    "beleid.opgeschaald": "maakte {target} voor een andere plaats",
    "opvolging.meting": "voerde een meting in van {target}",
    "opvolging.reeks": "plakte metingen van {target}",
    "opvolging.nulmeting": "koos de nulmeting van {target}",
    "opvolging.verbeterd": "verbeterde een meting van {target}",
    "opvolging.ingetrokken": "trok een meting in van {target}",
    "opvolging.teruggezet": "zette een meting terug van {target}",
    "opvolging.aangevuld": "liet tellen: {target}",
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
    "school.leraren": "besliste: leraren zien de leerlingen van hun eigen klassen {target}",
    "toegang.uitgenodigd": "nodigde {target} uit als medewerker",
    "toegang.vernieuwd": "stuurde {target} een nieuwe uitnodiging",
    "toegang.ingetrokken": "trok de uitnodiging van {target} in",
    "toegang.aangenomen": "nam de uitnodiging van {target} aan",
    "account.ingelogd": "logde in",
    "account.mislukt": "kon niet inloggen: het wachtwoord of de code klopte niet",
    "account.afgemeld": "meldde zich af",
    "account.wachtwoord": "koos een nieuw wachtwoord",
    "account.tweestaps_aan": "zette inloggen in twee stappen aan",
    "account.tweestaps_uit": "zette inloggen in twee stappen uit",
    "account.noodcodes": "maakte nieuwe noodcodes",
    # leerlingen
    "leerlingen.bekeken": "bekeek de lijst met leerlingen en hun kenmerken",
    "leerling.bekeken": "bekeek {target} met de kenmerken",
    "leerling.antwoorden": "bekeek de antwoorden van de ouders in de verklaring van {target}",
    "inschrijving.verbeterd": "verbeterde een inschrijving van {target}",
    "inschrijving.gewist": "wiste een inschrijving van {target}",
    "bewerking.gedaan": "bewerkte {target}",
    "bewerking.ongedaan": "maakte een bewerking ongedaan: {target}",
    # loket
    "verklaring.ingetrokken": "trok een verklaring van dezelfde dag in van {target}",
    "verklaring.ingekeken": "keek de antwoorden van een verklaring in van {target}",
    "moment.gepland": "plande een inschrijvingsmoment op {target}",
    "moment.aangepast": "paste het inschrijvingsmoment van {target} aan",
    "moment.verwijderd": "haalde het inschrijvingsmoment van {target} van de lijst",
    "document.opgeladen": "laadde een scan op bij de verklaring van {target}",
    "document.bekeken": "haalde een scan op bij de verklaring van {target}",
    "document.vervangen": "verving een scan bij de verklaring van {target}",
    "document.verwijderd": "verwijderde een scan bij de verklaring van {target}",
    "bewaring.opgeruimd": "ruimde op wat de bewaartermijn voorbij was, op {target}",
    # verklaring: links for parents, looks, translations
    "uitnodiging.gemaakt": "maakte een link voor de ouders van {target}",
    "uitnodiging.reeks": "maakte links voor de ouders van {target}",
    "uitnodiging.ingetrokken": "trok de link in voor de ouders van {target}",
    "uitnodiging.alles_ingetrokken": "trok alle links voor ouders in van {target}",
    "verklaring.bekeken": "bekeek de verklaring van {target}",
    "vertaling.nagelezen": "bevestigde de vertaling van het formulier: {target}",
    "vertaling.ingetrokken": "trok de bevestiging in van de vertaling: {target}",
    "brief.vastgelegd": "voerde een officiële brief in: {target}",
    "brief.aangepast": "verbeterde een officiële brief: {target}",
    "brief.ingetrokken": "trok een officiële brief in: {target}",
    "telbestand.ingelezen": "las officiële aantallen in uit {target}",
    "verschil.genoteerd": "schreef een nota bij een verschil: {target}",
    "ontbrekend.bekeken": "bekeek wat ontbrekende verklaringen waard zijn ({target})",
    "teldag.gekozen": "koos een andere teldag: {target}",
    "teldag.hersteld": "zette de teldag terug op die van de regel ({target})",
    "telling.vastgelegd": "legde de telling vast ({target})",
    "telling.leerlingen": "bekeek de leerlingen achter de {target}",
    # privacy
    "dpia.vermeld": "noteerde of er een DPIA is: {target}",
    "privacy.bewaring": "houdt de gegevens langer vast van {target}",
    "privacy.vrijgegeven": "houdt de gegevens niet langer vast van {target}",
    "privacy.gewist": "wiste op verzoek de gegevens van {target}",
    "privacy.koppelen": "zette leerlingen koppelen {target}",
    "privacy.aangekondigd": "kondigde aan wat gewist wordt: {target}",
    "privacy.opgeruimd": "wiste wat niet langer bewaard mag worden: {target}",
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
}


def sentence(event: Event, words: Mapping[str, str] | None = None) -> str:
    """What happened, without the name of who did it; ``words`` says what stored keys are called."""
    text = SENTENCES.get(event.kind, event.kind).format(target=event.target)
    return text + _details(event, words or {})


def _details(event: Event, words: Mapping[str, str]) -> str:
    """The roles and the last day, when the event has them."""
    roles, until = event.data.get("rollen"), event.data.get("tot")
    parts = []
    if isinstance(roles, list):
        parts.append(", ".join(words.get(str(role), str(role)) for role in roles))
    if isinstance(until, str):
        parts.append(f"tot en met {date.fromisoformat(until):%d/%m/%Y}")
    return f" ({'; '.join(parts)})" if parts else ""
