"""Law in Dutch, machinery in English: a Dutch noun in the code stands in the glossary.

The rule: a word of an identifier that the product also uses in its Dutch prose (the law as data,
the glossary, the screens, the sentences in the code) is a word of a term in
``inhoud/begrippen.toml``, or one of the ordinary words below that have no legal definition. A word
that Python's own manual uses is English.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pydoc_data.topics import topics
from typing import Any

from gokwijs.core.law.glossary import load_begrippen
from gokwijs.core.law.parameters import load_regels
from tests.house.test_files import SOURCE, TEXTS

ORDINARY = {
    "the form and the school year": """
        aantal aantallen ander beslissing besluit bestaat broers dag diploma formulier
        geteld hoger klas loopt nederlands periode plaats reden toepassing vader zussen""",
    "what a text or a file is": """
        aanname adres anker antwoord artikel begrip bestand bron deel eenheid email
        getal handleiding intervalbalk keuze lijst naam nummer opmerking probleem regel
        remedie resultaat rij rubriek soort titel toelichting toestand veld versie
        voorbeeld vraag zin""",
    "how sure a thing is": """
        afgeleid bekend bevestigd ingevoerd mogelijk onbekend onbekende onbevestigd
        primaire status wettekst zeker""",
    "what happens to it": """
        afgerond afgetopt beheer beheren bereken berekenbaar berekening controleer
        exporteren formule gecorrigeerd gegeven gehaald haalt herbereken inbrengen
        inlezen invoerbaar invoeren kiezen kijken link meenemen melding nakijken
        ontbreekt tellen telt toegekend toon waarschuwing zien ziet""",
    "amounts": """
        aandeel afstand alle andere balk bijdrage budget combinatie dan derde eerste
        enkel geen gewoon grens groot half hoog interval laag maal nul schaal som teller
        totaal totalen tweede vast verschil vorige""",
    "time, people and places in the house": """
        account beheerder databank datum directeur financien gegevens geschiedenis jaar
        leerjaar logboek loket medewerker medewerkers netwerk overzicht papier privacy
        scenario school secretariaat server vandaag welkom werking zoekterm zorg""",
    "who may come in": """
        authenticator mail pbd rollen toegang uitnodiging wie""",
    "English too, or the name of a technique": """
        app counts csv education excel filter go hutchens json log moment plan png proven scan toml
        xlsx""",
    "the list of pupils": """
        afdruk attest beslis bewerken cel eerder fout heropenen ingeschreven inschrijven
        intrekken kolom kolommen leeg nieuw ondertekend ongedaan overslaan richting
        sinds sleutel straks tekst teken terug uitgeschreven uitschrijven vastgelegd
        veel verander verbeteren vervangen wissen""",
    "at the desk": """
        aanwezig bewaren cijfers documenten gekend gezin grootte klaar mag opgeladen
        opladen staat stapel taal vervang weg zoals zoek""",
    "an official letter and what one says about it": """
        betwist bezwaardossier binnen blad brief eigen euro gelijk ingetrokken laat nota
        officieel pdf verklaard""",
    "at the teldag": """
        achter bedrag bedragen bevestig controle gebruik gesloten goed klaslijst oktober
        uitkomst vastleggen vastlegging veranderd verandert vingerafdruk waar waarom
        wordt""",
    "privacy and retention": """
        aangekondigd aankondigen bewaring doel gewist grond herzien koppelen login
        maanden ontwerp opruimen orde plicht rol stuk tabel termijn werkzone wet wis
        zone""",
    "English words that a Dutch text uses too": """
        export label score""",
    "small words of sentences": """
        aan blijft eerst laatste""",
    "a conversation after a round": """
        eerdere kloof korter meld mening nr streep vlak zicht""",
    "pupils through time": """
        administratieve einde feit geboortedatum gemaakt halves herkomst kanaal leden
        oorsprong recht strijdig talen verwacht voornaam zoeknaam""",
    "what may be shown": """
        afgeschermd geef geheel getoond klein minstens uiterste
        halve hoeveel publiek thuis verschuif voeg""",
    "files with pupils": """
        gelezen gewijzigd kopregel lezen profiel query staan terugdraaien toegepast vink
        voorstel woorden zekerheid""",
    "parents, papers and what ends": """
        al answered bedankt beurt bewerking dossier druk expires fonts gekozen geldig gepland
        gevolg hulp hulpvertaling identiteit inhoud inhoudstype kies kort let nagelezen ouder
        qr reeks revoked schoolzone sha standaard toestel tweetalig url verder versturen
        vertaling vertalingen voorbij weet werkt zelfde""",
    "figures and sentences about them": """
        beide beperking blok geboortejaar gemiddelde lees overgang percentages toeval verborgen
        verdeling vergelijking vlaanderen vul wanneer weinig""",
    "what is in a chart": """
        band breuk categorie grafiek kleur knoop lijn""",
    "where they sit": """
        afronden beeld bestemming bestemmingen betekent bewaar bewaard bezig breed buiten elkaar
        geboren getekend heen kant kleinste leeftijd leg maak onderbroken openbaar pagina peildag
        personen persoon smal stroom svg team toen trek twee uitschrijving vak vakken veilig
        verrast verwijder vier vlaams voer vorig vorm vrij vrijgegeven vrijgeven waarvoor wachten
        warm werk zet""",
    "what research says": """
        aanbeveling bepaald beschrijft beschrijving betrouwbaar cijfer effect epstein ernaast
        gemengd gevonden heeft kaart keten kiest koppeling kost kosten laatst merk nagekeken
        negatief nieuwer nieuwste omrekentabel onbeslist onderdeel oud overgeslagen pakket
        primair proef steunt sterk
        sterkte strand studies tegenstrijdig trap uitgave uitgever uitspraak vergelijk vervangt
        volgorde voorwaarde vroeger waarschuwt wijziging zeggen zelf""",
    "words that the content packs use too": """
        aandacht achterstand analyse bewaken bouw decimaal deelnemers gedaan gevoelig gevraagd
        gezien indeling kop los maker mogen omgekeerd opdeling opzet plek populatie rond ruimte
        samenstelling samenvatting schema seed selectie stel stem taak technisch tel verouderd""",
    "in the ledger of means": """
        berekend boekhouding draai dubbel erbij geboekt gemeten heel hier pas verdeeld vergelijkbaar
        onbesteed verplaats verplaatsen verschilt weggehaald weghalen""",
    "a plan and its rules": """
        aard afgesloten beantwoord bedoeld beleid beoordeel bereik bereikt besloten bespreking
        besproken bestuur bevinding bevindingen bevraging bezwaren bijgestuurd bijgewerkt bijsturen
        borgen budgetlijn communiceren conclusie dalen definitie doorlichtingsverslag drie einddatum
        eindjes formulering gekleurd geld gemeenschap gesprek gestopt gevalideerde gunstig hele
        hoogstens ingelezen inzet jong kostenbeleid leiding leren lokaal lopend lopende losse mijn
        motivering noden nodig observatie omschrijving onderwerpen onderwijs onderwijskundig oordeel
        opvoeden overleg partners personeel personeelsvergadering positief professionaliseringsplan
        samentellen schoolvisie situatie starten stijgen stopgezet stoppen studiedag taalbeleid
        teamafspraak tekort ter tijd uitgenodigd uitvoering uurrooster vakgroep vastgesteld
        vaststellen vervanger verwijzing vlaamse volg volgende volledig vorming vroeg welzijn
        zichtbaar""",
    "a frozen dossier": """
        bevries bladzijden canoniek gebruikt genummerd hmac klopt manifest omvang waarmee zegel""",
    "working together on a plan": """
        afspraak afspraken bezwaar dekking doe doet echt fase haal helpt herinnering hindert ics
        iedereen ik intern kalender komt late mis neem nooit noteer overgenomen plak signalen
        sorteer sturen veranker verslag verstuur verstuurd verwijderd vermelding vinkjes week wijs
        wijzig
        zie""",
    "measured and decided": """
        afloop elders evalueren mensen samengeteld toe uitgevoerd verbetering vooruit""",
    "a round of self-evaluation": """
        begonnen deelnemer duur indienen ingediend kans kopieer sluit uitnodigen verleng
        werkgroep""",
    "around an inspection": """
        advies begeleider helft hoe opvolging sortering verwachting vraagt""",
    "what lies ready for an inspection": """
        achtergrond administratie begrijp beslist bezorgen kwaliteit mist ontbreken onverklaard
        referentiekader verantwoording wil zesde""",
    "a plan as a document, and the template of a school": """
        actief elk kernteam lang lus meetbaar omgeving opgelet raakt relaties sjabloon
        standaardsjabloon thema verankerd vindplaats vooraf waarover xml""",
    "small words": """
        af alleen als bij boven dat de die dit door een en het hun ja lid maar mee meer
        met minder na naar naast nee niet nog nu ok om onder ook op opnieuw over samen
        te tegen tijdens tot tussen van vanaf voor wat zonder""",
    "what one does with a plan": """
        aanpassen beginwaarde bevroren coaching docx er fictief gang gekregen halfjaarlijks
        jaarlijks onderbouwing opdracht opgeschaald opties parafrase partner poort schrijven
        signaal teruggedraaid
        terugzetten toont trimester verkeerde vermeld vervolg volgend""",
    "a framework of quality": """
        beschikbaar betekenis citaat draagt fragment gemeld kern kracht kwaliteitsbeelden laad
        lezer meegeleverd noot onzeker opvolger paar paren scherm vervallen vervangbaar vroegere
        welke""",
    "what a round may show": """
        anoniem bewezen deze iemand lek midden mogelijke onderscheiden ronde spreiding uiteen
        uitslag ver vijfde zegt""",
    "scores of pupils": """
        aanwezigheid afgenomen afwezig beter gestandaardiseerd hoogste invullen laagste
        leerprestaties maat norm oorzaak oorzaken scorestap sd verloopt welbevinden""",
    "words that the manual uses too": """
        cyclus eisen gaat gekopieerd gelukt noemt procent uitgepakt wilson""",
    "a series over time": """
        tijdlijn""",
    "the chain from pupil to decision, and the course": """
        cursus gebroken groei grootst juist ketenterug schakel strook verband""",
    "whether an action made a difference": """
        aanwijzing achteruitgang breder cent corrigeren gaan gedeelde gelijker genoeg geschat
        gewogen glass hashes herhalen keer methode onderdrukt ongelijk overlap overlapt reken
        samenvoegen schatten schatting schrijf spreken tegenspraak verandering verschillende
        verwachte voormeting vooruitgang zou zoveel""",
    "a round on paper and taken along": """
        dus genoemd gezegd meest neemt nr samenvatten staaf vertrouwelijk vlak vooraan zicht""",
    "did an actie make a difference": """
        bijgehouden bijlage blik genoteerd kreeg opgeruimd uitval verkennend verlaag verlagen
        winst""",
}
PLAINLY_DUTCH = {"de", "het", "een", "van", "niet", "voor", "op", "wordt", "zijn", "geen", "je"}


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


def singulars(word: str) -> set[str]:
    """The word, its plural, and what it may be the plural of: ``leerlingen``, ``graden``."""
    found = {
        word,
        word + "en",
        word.removesuffix("s"),
        word.removesuffix("n"),
        word.removesuffix("en"),
    }
    stem = word.removesuffix("en")
    if stem != word:
        found |= {stem + "e", re.sub(r"(.)\1$", r"\1", stem)}
        found.add(re.sub(r"([aeou])([^aeou])$", r"\1\1\2", stem))  # graden → graad
        found.add(re.sub(r"v$", "f", stem))
        found.add(re.sub(r"z$", "s", stem))
    return found


def parts(name: str) -> Iterator[str]:
    """``SesLestijdenRegel`` and ``ses_lestijden_regel`` → ses, lestijden, regel."""
    for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name):
        if len(word) > 1:
            yield word.lower()


def defined(tree: ast.AST) -> Iterator[str]:
    """Every name that this file gives to something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


@cache
def trees() -> dict[str, ast.Module]:
    """The parsed source of core, rooms and commands; docstrings taken away."""
    found = {}
    for name, text in TEXTS.items():
        if name.startswith("src/") and name.endswith(".py") and "/migrations/" not in name:
            tree = ast.parse(text)
            for node in ast.walk(tree):
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (
                    ast.get_docstring(node, clean=False) is not None
                ):
                    node.body = node.body[1:]
            found[name] = tree
    return found


def toml_strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from toml_strings(entry)


def own_words(name: str, data: dict[str, Any]) -> Any:
    """The texts of a file without what others wrote, often in English: titles of publications."""
    if "/inhoud/aanpakken/" not in name:
        return data
    theirs = {"id", "titel", "strand", "via", "url"}
    aanpakken = [
        {**one, "bron": [{k: v for k, v in b.items() if k not in theirs} for b in one["bron"]]}
        for one in data["aanpak"]
    ]
    return {**data, "aanpak": aanpakken}


@cache
def dutch() -> frozenset[str]:
    """Every word of the product's Dutch prose that is not English too."""
    found: set[str] = set()
    for name, text in TEXTS.items():
        if "/inhoud/verklaring/" in name and not name.endswith("/nl.toml"):
            continue  # the form in other languages
        if name.startswith("src/") and name.endswith(".toml"):
            for said in toml_strings(own_words(name, tomllib.loads(text))):
                found |= words(re.sub(r"{\w+}", " ", said))  # a place to fill in is not prose
        elif name.startswith("src/") and name.endswith(".html"):
            found |= words(re.sub(r"{[%#].*?[%#]}|{{.*?}}|<[^>]*>", " ", text, flags=re.DOTALL))
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said_words = words(node.value)
                if len(said_words & PLAINLY_DUTCH) > 1:
                    found |= said_words
    return frozenset(found - words(" ".join(topics.values())))


def terms() -> set[str]:
    """The words of every term in the glossary, and its official abbreviations."""
    found = {word for key in load_begrippen() for word in key.split("_")}
    return found | {b.afkorting.lower() for b in load_begrippen().values()}


def unexplained(names: Iterable[str]) -> set[str]:
    allowed = terms() | {w for text in ORDINARY.values() for w in text.split()}
    return {
        word
        for name in names
        for word in parts(name)
        if word in dutch() and not singulars(word) & allowed
    }


def test_a_dutch_noun_in_the_code_stands_in_the_glossary() -> None:
    missing = {
        word: name for name, tree in trees().items() for word in unexplained(set(defined(tree)))
    }
    assert not missing, (
        "legal terms go into inhoud/begrippen.toml with their source, other words into ORDINARY"
    )


def test_a_dutch_name_of_a_file_or_folder_of_the_law_stands_in_the_glossary() -> None:
    names = {name.rpartition(".")[2] for name in load_regels().parameters}
    known = terms()
    modules = {p.stem for p in (SOURCE / "core").rglob("*.py")}
    assert unexplained(modules) == set()
    for kenmerk in ("opleiding_moeder", "schooltoeslag", "thuistaal", "buurt"):
        assert kenmerk in names
        assert set(kenmerk.split("_")) <= known


def test_the_rule_can_find_something() -> None:
    assert unexplained(["read_participatietoeslag"]) == {"participatietoeslag"}
    assert unexplained(["SesLestijdenRegel", "leerlingen_per_graad", "graden"]) == set()
    assert unexplained(["binnenschippers"]) == {"binnenschippers"}


def test_an_ordinary_word_that_became_a_term_leaves_the_list() -> None:
    listed = {w for text in ORDINARY.values() for w in text.split()}
    assert sorted(listed & load_begrippen().keys()) == []
