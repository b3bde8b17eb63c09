"""A whole plan as plain texts: what a document, and the template of a school, may print.

In: nothing; ``document_lezen`` fills these records. Out: frozen records of texts and lists only,
already gated for their audience, and the same as plain dictionaries. An empty text or list means:
there is nothing to say. People are roles; no field holds a name.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


def _tekst(uitleg: str) -> Any:
    return field(default="", metadata={"uitleg": uitleg})


def _lijst(uitleg: str) -> Any:
    return field(default=(), metadata={"uitleg": uitleg})


@dataclass(frozen=True, slots=True)
class Opmerking:
    wie: str = _tekst("wie het schreef, als rol")
    datum: str = _tekst("wanneer")
    tekst: str = _tekst("de opmerking")


@dataclass(frozen=True, slots=True)
class School:
    naam: str = _tekst("naam van de school")
    nummer: str = _tekst("instellingsnummer")


@dataclass(frozen=True, slots=True)
class Plan:
    naam: str = _tekst("naam van het plan")
    periode: str = _tekst("schooljaren van het plan")
    status: str = _tekst("stand van het plan, met datum en rol")
    kernteam: str = _tekst("wie het plan trekt, als rollen")
    volgende_evaluatie: str = _tekst("datum van de volgende evaluatie")
    documenten: str = _tekst("titels van de documenten die erbij bewaard zijn")
    reden: str = _tekst("waarom de directeur het onvolledige plan toch vaststelde")


@dataclass(frozen=True, slots=True)
class Visie:
    tekst: str = _tekst("de visie")
    document: str = _tekst("het document met de visie: titel, datum en vindplaats")


@dataclass(frozen=True, slots=True)
class Koppeling:
    soort: str = _tekst("soort document")
    titel: str = _tekst("titel")
    doel: str = _tekst("strategisch doel daarin")
    datum: str = _tekst("datum van het document")
    herzien: str = _tekst("wanneer het herzien wordt")
    vindplaats: str = _tekst("waar het te vinden is")
    streefdoelen: str = _tekst("nummers van de streefdoelen die eraan hangen")


@dataclass(frozen=True, slots=True)
class Vaststelling:
    nummer: str = _tekst("V1, V2, …")
    tekst: str = _tekst("wat de school vaststelt")
    cijfer: str = _tekst("het cijfer, met beide aantallen als dat mag")
    cijfers: tuple[str, ...] = _lijst("de zinnen en tabellen van toen")
    bron: str = _tekst("soort bron en welke precies")
    datum: str = _tekst("stand van welke dag")
    populatie: str = _tekst("over wie het gaat")
    plaats: str = _tekst("waar in de school")
    duiding: str = _tekst("wat het kan betekenen")
    prioritair: str = _tekst("'ja' als de school hier iets aan wil doen")
    reden_zonder: str = _tekst("waarom er (nog) geen streefdoel is")
    verwachtingen: str = _tekst("codes van het referentiekader")
    streefdoelen: str = _tekst("nummers van de streefdoelen die erop steunen")
    documenten: str = _tekst("titels van de documenten die erbij bewaard zijn")
    opmerkingen: tuple[Opmerking, ...] = _lijst("opmerkingen van collega's")


@dataclass(frozen=True, slots=True)
class Meting:
    datum: str = _tekst("gemeten op")
    waarde: str = _tekst("de waarde, of waarom ze er niet staat")
    bron: str = _tekst("soort bron en welke precies")
    nulmeting: str = _tekst("'nulmeting' als het de beginwaarde is")
    opmerking: str = _tekst("opmerking bij de meting")


@dataclass(frozen=True, slots=True)
class Indicator:
    naam: str = _tekst("naam van de indicator")
    teller: str = _tekst("wie of wat meetelt")
    noemer: str = _tekst("van hoeveel")
    schaal: str = _tekst("welke schaal of score")
    populatie: str = _tekst("over wie het gaat")
    bron: str = _tekst("soort bron")
    frequentie: str = _tekst("hoe vaak er gemeten wordt")
    breuk: str = _tekst("of de definitie veranderde")
    metingen: tuple[Meting, ...] = _lijst("de metingen, oudste eerst")
    opmerkingen: tuple[Opmerking, ...] = _lijst("opmerkingen van collega's")


@dataclass(frozen=True, slots=True)
class Streefdoel:
    nummer: str = _tekst("D1, D2, …")
    titel: str = _tekst("wat de school wil bereiken, in eigen woorden")
    zin: str = _tekst("het streefdoel in één zin: tegen wanneer, bij wie, van waar naar waar")
    toelichting: str = _tekst("toelichting")
    status: str = _tekst("stand, met datum")
    einde_reden: str = _tekst("waarom het afgesloten is")
    doelgroep: str = _tekst("voor welke leerlingen")
    plaats: str = _tekst("waar in de school")
    niveau: str = _tekst("waar de verandering te zien is: leerling, klas of school")
    richting: str = _tekst("stijgen, dalen of behouden")
    nulmeting: str = _tekst("de beginwaarde met datum en bron")
    streefwaarde: str = _tekst("de waarde die de school wil halen")
    start: str = _tekst("startdatum")
    einddatum: str = _tekst("einddatum")
    trekker: str = _tekst("wie het trekt, als rol")
    thema: str = _tekst("thema")
    verwachtingen: str = _tekst("codes van het referentiekader")
    verankerd: str = _tekst("titels van ander beleid waar het aan hangt")
    vaststellingen: str = _tekst("nummers van de vaststellingen waar het op steunt")
    acties: str = _tekst("nummers van de acties ervoor")
    herkomst: str = _tekst("of het uit een vorig plan komt of opgeschaald werd")
    documenten: str = _tekst("titels van de documenten die erbij bewaard zijn")
    indicatoren: tuple[Indicator, ...] = _lijst("de indicator en wat nog opgevolgd wordt")
    middelen: tuple[Middel, ...] = _lijst("wat aan dit streefdoel als geheel besteed is")
    opmerkingen: tuple[Opmerking, ...] = _lijst("opmerkingen van collega's")


@dataclass(frozen=True, slots=True)
class Stap:
    tekst: str = _tekst("wat er te doen is")
    wie: str = _tekst("wie, als rol")
    tegen: str = _tekst("tegen wanneer")
    klaar: str = _tekst("wanneer het klaar was")


@dataclass(frozen=True, slots=True)
class Uitvoering:
    datum: str = _tekst("wanneer")
    tekst: str = _tekst("wat er gebeurde")
    bereik: str = _tekst("hoeveel leerlingen of ouders bereikt zijn")


@dataclass(frozen=True, slots=True)
class Aanpak:
    naam: str = _tekst("naam van de aanpak in de catalogus")
    catalogus: str = _tekst("versie van de catalogus")
    feiten: tuple[str, ...] = _lijst("wat onderzoek zegt, voor en tegen, met bron en datum")
    opgelet: tuple[str, ...] = _lijst("waar de school op let")
    voorwaarden: tuple[str, ...] = _lijst("voorwaarden, met of ze in orde zijn")


@dataclass(frozen=True, slots=True)
class Middel:
    schooljaar: str = _tekst("schooljaar")
    soort: str = _tekst("soort middelen")
    voorzien: str = _tekst("wat voorzien is")
    besteed: str = _tekst("wat besteed is")
    toelichting: str = _tekst("toelichting")


@dataclass(frozen=True, slots=True)
class Totaal:
    schooljaar: str = _tekst("schooljaar")
    soort: str = _tekst("soort middelen")
    toegekend: str = _tekst("wat de school kreeg, met de brief, of waarom dat niet bekend is")
    voorzien: str = _tekst("wat op acties voorzien is")
    rest: str = _tekst("wat nog niet toegewezen is, of te veel")
    besteed: str = _tekst("wat besteed is")
    zonder_streefdoel: str = _tekst("wat besteed is zonder streefdoel")


@dataclass(frozen=True, slots=True)
class Actie:
    nummer: str = _tekst("A1, A2, …")
    titel: str = _tekst("wat de school doet")
    omschrijving: str = _tekst("hoe precies")
    status: str = _tekst("gepland, lopend, afgerond, gestopt of geannuleerd")
    streefdoelen: str = _tekst("nummers van de streefdoelen waarvoor")
    zorgfase: str = _tekst("fase van zorg")
    aard: str = _tekst("preventief of remediërend, met uitleg bij allebei")
    aangrijpingspunt: str = _tekst("op wie het inwerkt: leerling, leraar of school")
    plaats: str = _tekst("waar in de school")
    plaats_reden: str = _tekst("waarom niet overal")
    trekker: str = _tekst("wie het trekt, als rol")
    vervanger: str = _tekst("wie vervangt, als rol")
    uitvoerders: str = _tekst("hoeveel leraren of klassen meedoen: bedoeld en echt")
    teamafspraak: str = _tekst("afspraak met het team")
    start: str = _tekst("start")
    einde: str = _tekst("einde")
    partners: str = _tekst("met welke partners")
    ouders: str = _tekst("soort samenwerking met ouders")
    nog_niet_meetbaar: str = _tekst("waarom nog niets te meten is")
    reden_nul: str = _tekst("waarom er geen uren of euro's nodig zijn")
    documenten: str = _tekst("titels van de documenten die erbij bewaard zijn")
    verwachtingen: str = _tekst("codes van het referentiekader")
    stappen: tuple[Stap, ...] = _lijst("de stappen")
    uitvoeringen: tuple[Uitvoering, ...] = _lijst("wat er gebeurde, oudste eerst")
    aanpakken: tuple[Aanpak, ...] = _lijst("waar de actie op steunt")
    middelen: tuple[Middel, ...] = _lijst("uren en euro's van deze actie")
    opmerkingen: tuple[Opmerking, ...] = _lijst("opmerkingen van collega's")


@dataclass(frozen=True, slots=True)
class Borging:
    vorm: str = _tekst("hoe het geborgd is")
    verwijzing: str = _tekst("waar het staat")
    wie: str = _tekst("wie het bewaakt, als rol")
    herzien: str = _tekst("wanneer het opnieuw bekeken wordt")


@dataclass(frozen=True, slots=True)
class Besluit:
    keuze: str = _tekst("voortzetten, bijsturen, stoppen, opschalen of nieuw starten")
    waarover: str = _tekst("nummer van het streefdoel, en de actie")
    waarom: str = _tekst("motivering")
    vanaf: str = _tekst("vanaf wanneer")
    wie: str = _tekst("wie het uitvoert, als rol")
    nieuw: str = _tekst("nieuwe plaats, streefwaarde of einddatum")
    borgingen: tuple[Borging, ...] = _lijst("hoe het bewaard blijft")
    opmerkingen: tuple[Opmerking, ...] = _lijst("opmerkingen van collega's")


@dataclass(frozen=True, slots=True)
class Evaluatie:
    nummer: str = _tekst("E1, E2, …")
    datum: str = _tekst("wanneer")
    streefdoelen: str = _tekst("nummers van de streefdoelen")
    wie: str = _tekst("wie meedacht, per groep")
    bronnen: str = _tekst("welke soorten bronnen")
    metingen: tuple[str, ...] = _lijst("de gebruikte metingen")
    conclusie: str = _tekst("wat de school eruit besluit")
    vorige: str = _tekst("datum van de vorige evaluatie")
    volgende: str = _tekst("datum van de volgende evaluatie")
    afgerond: str = _tekst("wanneer ze afgerond is")
    documenten: str = _tekst("titels van de documenten die erbij bewaard zijn")
    besluiten: tuple[Besluit, ...] = _lijst("de besluiten")
    opmerkingen: tuple[Opmerking, ...] = _lijst("opmerkingen van collega's")


@dataclass(frozen=True, slots=True)
class Moment:
    datum: str = _tekst("wanneer")
    vorm: str = _tekst("wat voor moment")
    wie: str = _tekst("wie er was, per groep, en hoeveel uitgenodigd")
    onderwerpen: str = _tekst("waarover het ging")
    partners: str = _tekst("welke partners")
    raakt: str = _tekst("nummers van de vaststellingen, streefdoelen en acties")
    uitkomst: str = _tekst("wat er besloten is")
    bezwaren: str = _tekst("welke bezwaren er waren")
    antwoord: str = _tekst("het antwoord daarop")
    opmerkingen: tuple[Opmerking, ...] = _lijst("opmerkingen van collega's")


@dataclass(frozen=True, slots=True)
class Signaal:
    wie: str = _tekst("wie het zag, per groep of soort organisatie")
    tekst: str = _tekst("wat die zag")


@dataclass(frozen=True, slots=True)
class Beeldvorming:
    vraag: str = _tekst("over welke vraag of groep het ging")
    datum: str = _tekst("wanneer")
    niveau: str = _tekst("waar het speelt")
    partners: str = _tekst("wie aan tafel zat")
    signalen: tuple[Signaal, ...] = _lijst("wat elk zag")
    helpt: str = _tekst("wat helpt")
    hindert: str = _tekst("wat hindert")
    eigen_effect: str = _tekst("wat de school zelf doet dat meespeelt")
    aanpak: str = _tekst("wat is afgesproken")
    acties: str = _tekst("nummers van de acties die eruit volgen")
    geen_actie: str = _tekst("waarom er geen actie komt")
    afgerond: str = _tekst("wanneer het afgerond is")


@dataclass(frozen=True, slots=True)
class Afspraak:
    soort: str = _tekst("soort partner")
    naam: str = _tekst("naam van de organisatie")
    tekst: str = _tekst("wat is afgesproken")
    datum: str = _tekst("wanneer")
    herzien: str = _tekst("wanneer het opnieuw bekeken wordt")
    verwijzing: str = _tekst("waar het te vinden is")


@dataclass(frozen=True, slots=True)
class Bevinding:
    soort: str = _tekst("tekort, ontwikkelkans, aanbeveling of sterk punt")
    tekst: str = _tekst("wat het verslag zegt")
    status: str = _tekst("open, in uitvoering of afgerond")
    hoe: str = _tekst("wat de school ermee deed")
    verwachtingen: str = _tekst("codes van het referentiekader")
    raakt: str = _tekst("nummers van de vaststellingen, streefdoelen en acties")


@dataclass(frozen=True, slots=True)
class Verslag:
    titel: str = _tekst("titel van het verslag")
    datum: str = _tekst("datum van het verslag")
    soort: str = _tekst("wat voor onderzoek")
    advies: str = _tekst("het advies")
    uitspraak: str = _tekst("de uitspraak over GOK")
    toelichting: str = _tekst("toelichting")
    remediering: str = _tekst("wat er na een negatieve uitspraak afgesproken is")
    bevindingen: tuple[Bevinding, ...] = _lijst("de bevindingen")


@dataclass(frozen=True, slots=True)
class Eindje:
    zin: str = _tekst("wat er nog open staat")
    remedie: str = _tekst("wat eraan te doen is")


@dataclass(frozen=True, slots=True)
class Verwachting:
    code: str = _tekst("code van het kwaliteitskader")
    onderwerp: str = _tekst("onderwerp")
    omschrijving: str = _tekst("de tekst, en of die officieel is")


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """Everything of one plan, for one audience."""

    school: School = field(default=School(), metadata={"uitleg": "de school"})
    plan: Plan = field(default=Plan(), metadata={"uitleg": "het plan"})
    publiek: str = _tekst("voor wie dit document is")
    merk: str = _tekst("wat boven elke bladzijde staat: vertrouwelijk of niet")
    gemaakt: str = _tekst("datum waarop het document gemaakt is")
    kader: str = _tekst("kwaliteitskader waar de codes naar verwijzen, met versie en peildatum")
    visie: Visie = field(default=Visie(), metadata={"uitleg": "de visie"})
    verankering: tuple[Koppeling, ...] = _lijst("samenhang met ander beleid")
    vaststellingen: tuple[Vaststelling, ...] = _lijst("de vaststellingen")
    streefdoelen: tuple[Streefdoel, ...] = _lijst("de streefdoelen")
    indicatoren: tuple[Indicator, ...] = _lijst("indicatoren die bij geen streefdoel horen")
    acties: tuple[Actie, ...] = _lijst("de acties")
    stappen: tuple[Stap, ...] = _lijst("stappen van het plan die bij geen actie horen")
    middelen: tuple[Totaal, ...] = _lijst("uren en euro's van de school, per jaar en soort")
    evaluaties: tuple[Evaluatie, ...] = _lijst("de evaluaties, oudste eerst")
    momenten: tuple[Moment, ...] = _lijst("de momenten van overleg, oudste eerst")
    beeldvormingen: tuple[Beeldvorming, ...] = _lijst("vragen die samen met partners bekeken zijn")
    afspraken: tuple[Afspraak, ...] = _lijst("afspraken met partners")
    verslagen: tuple[Verslag, ...] = _lijst("verslagen van de onderwijsinspectie")
    eindjes: tuple[Eindje, ...] = _lijst("losse eindjes")
    verwachtingen: tuple[Verwachting, ...] = _lijst("verwachtingen waar het plan naar verwijst")
    opmerkingen: tuple[Opmerking, ...] = _lijst("opmerkingen bij het plan zelf")
    noten: tuple[str, ...] = _lijst("uitleg bij het document: bronnen, wat verborgen is")

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionaries, lists and texts."""
        return asdict(self)
