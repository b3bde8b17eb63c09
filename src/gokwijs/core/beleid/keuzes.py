"""Stage 6: the value lists of a plan. Keys are stored and never change; labels are what is read.

In: nothing. Out: one StrEnum per list, each value with its Dutch ``label``.
"""

from __future__ import annotations

from gokwijs.core.law.keuze import Keuze as Keuze


class Planstatus(Keuze):
    ONTWERP = "ontwerp"
    TER_BESPREKING = "ter_bespreking"
    VASTGESTELD = "vastgesteld"
    AFGESLOTEN = "afgesloten"


class Doelstatus(Keuze):
    """A streefdoel is discussed with its plan, so it has no state of its own for that."""

    ONTWERP = "ontwerp"
    VASTGESTELD = "vastgesteld"
    AFGESLOTEN = "afgesloten"
    STOPGEZET = "stopgezet"


class Actiestatus(Keuze):
    """``geannuleerd`` and ``gestopt`` never count as done."""

    GEPLAND = "gepland"
    LOPEND = "lopend"
    AFGEROND = "afgerond"
    GESTOPT = "gestopt"
    GEANNULEERD = "geannuleerd"


class Niveau(Keuze):
    """Where the change of a streefdoel should be visible."""

    LEERLING = "leerling"
    KLAS = "klas"
    SCHOOL = "school"


class Aangrijpingspunt(Keuze):
    """Whom an actie works on."""

    LEERLING = "leerling"
    LERAAR = "leraar"
    SCHOOL = "school"


class Zorgfase(Keuze):
    """The phases of the zorgcontinuüm, in order."""

    BREDE_BASISZORG = "brede_basiszorg"
    VERHOOGDE_ZORG = "verhoogde_zorg"
    UITBREIDING_VAN_ZORG = "uitbreiding_van_zorg"
    INDIVIDUEEL_AANGEPAST_CURRICULUM = "individueel_aangepast_curriculum"


class Aard(Keuze):
    PREVENTIEF = "preventief"
    REMEDIEREND = "remedierend", "remediërend"
    BEIDE = "beide", "preventief en remediërend"

    @property
    def is_preventief(self) -> bool:
        return self is not Aard.REMEDIEREND


class Doelrichting(Keuze):
    STIJGEN = "stijgen"
    DALEN = "dalen"
    BEHOUDEN = "behouden"


class Bronaard(Keuze):
    KWANTITATIEF = "kwantitatief"
    KWALITATIEF = "kwalitatief"


class Bronsoort(Keuze):
    DATAWIJZER = "datawijzer", "DataWijzer"
    DATABUNDEL_MIJN_ONDERWIJS = "databundel_mijn_onderwijs", "databundel Mijn Onderwijs"
    DATALOEP = "dataloep", "Dataloep"
    LVS = "lvs", "leerlingvolgsysteem"
    VLAAMSE_TOETSEN = "vlaamse_toetsen", "Vlaamse toetsen"
    GEVALIDEERDE_TOETS = "gevalideerde_toets"
    BEVRAGING = "bevraging"
    GESPREK = "gesprek"
    OBSERVATIE = "observatie"
    DOORLICHTINGSVERSLAG = "doorlichtingsverslag"
    EIGEN_TELLING = "eigen_telling"

    @property
    def aard(self) -> Bronaard | None:
        """None for a bevraging: that depends on its form."""
        if self is Bronsoort.BEVRAGING:
            return None
        talk = (Bronsoort.GESPREK, Bronsoort.OBSERVATIE, Bronsoort.DOORLICHTINGSVERSLAG)
        return Bronaard.KWALITATIEF if self in talk else Bronaard.KWANTITATIEF


class Middelsoort(Keuze):
    SES_LESTIJDEN = "ses_lestijden", "SES-lestijden"
    GOK_UREN_LERAAR = "gok_uren_leraar", "GOK-uren-leraar"
    AANVULLENDE_LESTIJDEN = "aanvullende_lestijden"
    AANVULLENDE_LESUREN = "aanvullende_lesuren"
    WERKINGSMIDDELEN = "werkingsmiddelen", "gekleurde werkingsmiddelen"
    ANDERE = "andere", "andere middelen"

    @property
    def is_geld(self) -> bool:
        """In euro with two decimals; the others are hours."""
        return self in (Middelsoort.WERKINGSMIDDELEN, Middelsoort.ANDERE)

    @property
    def is_gekleurd(self) -> bool:
        """Usable for GOK only; ``andere`` is shown and not judged."""
        return self is not Middelsoort.ANDERE

    @property
    def eenheid(self) -> str:
        """Plural."""
        return _EENHEDEN.get(self, "euro")

    @property
    def eenheid_enkel(self) -> str:
        """For exactly one."""
        return {"lestijden": "lestijd", "uren-leraar": "uur-leraar", "lesuren": "lesuur"}.get(
            self.eenheid, self.eenheid
        )


_EENHEDEN = {
    Middelsoort.SES_LESTIJDEN: "lestijden",
    Middelsoort.GOK_UREN_LERAAR: "uren-leraar",
    Middelsoort.AANVULLENDE_LESTIJDEN: "lestijden",
    Middelsoort.AANVULLENDE_LESUREN: "lesuren",
}


class Deelnemersgroep(Keuze):
    """Who takes part in an evaluatie or a moment."""

    PERSONEEL = "personeel"
    LEIDING = "leiding"
    LEERLINGEN = "leerlingen"
    OUDERS = "ouders"
    PARTNERS = "partners"


class Besluitkeuze(Keuze):
    VOORTZETTEN = "voortzetten"
    BIJSTUREN = "bijsturen"
    STOPPEN = "stoppen"
    OPSCHALEN = "opschalen"
    NIEUW_STARTEN = "nieuw_starten"


class Borgingsvorm(Keuze):
    TEAMAFSPRAAK = "teamafspraak"
    SCHOOLDOCUMENT = "schooldocument"
    UURROOSTER = "uurrooster"
    VORMING = "vorming"
    BUDGETLIJN = "budgetlijn"


class Documentsoort(Keuze):
    SCHOOLVISIE = "schoolvisie", "schoolvisie of strategisch plan"
    BEGELEIDINGSBELEID = "begeleidingsbeleid"
    PROFESSIONALISERINGSPLAN = "professionaliseringsplan"
    TAALBELEID = "taalbeleid"
    ONDERWIJSKUNDIG_BELEID = "onderwijskundig_beleid"
    KOSTENBELEID = "kostenbeleid"
    ANDER = "ander", "ander document"


class Momentvorm(Keuze):
    PERSONEELSVERGADERING = "personeelsvergadering"
    WERKGROEP = "werkgroep"
    VAKGROEP = "vakgroep"
    STUDIEDAG = "studiedag"
    LEERLINGENRAAD = "leerlingenraad"
    OUDEROVERLEG = "ouderoverleg"
    OVERLEG_MET_PARTNERS = "overleg_met_partners"

    @property
    def is_team(self) -> bool:
        """With personeel present this is a moment of the teaching team."""
        return self in (
            Momentvorm.PERSONEELSVERGADERING,
            Momentvorm.VAKGROEP,
            Momentvorm.STUDIEDAG,
        )


class Onderwerp(Keuze):
    CIJFERS_LEZEN = "cijfers_lezen"
    VISIE = "visie"
    DOELEN = "doelen"
    ACTIES = "acties"
    MIDDELEN = "middelen"
    EVALUATIE = "evaluatie"


class Onderwijs(Keuze):
    """The kind of school, as far as the rules on a plan differ."""

    BAO = "bao", "basisonderwijs"
    SO = "so", "secundair onderwijs"
    BUO = "buo", "buitengewoon onderwijs"


class Knoop(Keuze):
    """The kinds of record a finding can point at."""

    PLAN = "plan"
    VASTSTELLING = "vaststelling"
    STREEFDOEL = "streefdoel"
    INDICATOR = "indicator"
    ACTIE = "actie"
    TOEKENNING = "toekenning"
    TOEWIJZING = "toewijzing"
    METING = "meting"
    EVALUATIE = "evaluatie"
    BESLUIT = "besluit"
    BORGING = "borging"
    BELEIDSKOPPELING = "beleidskoppeling"
    DRAAGVLAKMOMENT = "draagvlakmoment"


class Oudertype(Keuze):
    """Epstein's six types of working together with parents."""

    OPVOEDEN = "opvoeden", "ouders steunen bij het opvoeden"
    COMMUNICEREN = "communiceren", "met ouders communiceren"
    VRIJWILLIGERS = "vrijwilligers", "ouders die meehelpen op school"
    LEREN_THUIS = "leren_thuis", "thuis leren ondersteunen"
    BESLISSEN = "beslissen", "ouders die mee beslissen"
    GEMEENSCHAP = "gemeenschap", "samenwerken met de buurt"


class Partnersoort(Keuze):
    """Who a school works with, by kind of organisation; never a person."""

    CLB = "clb", "CLB"
    LEERSTEUNCENTRUM = "leersteuncentrum"
    PBD = "pbd", "pedagogische begeleidingsdienst"
    WELZIJN = "welzijn", "welzijnspartner"
    LOKAAL_BESTUUR = "lokaal_bestuur"
    BRUGFIGUUR = "brugfiguur"
    OUDERS = "ouders", "ouders of oudervereniging"
    LEERLINGEN = "leerlingen"
    ANDERE_SCHOOL = "andere_school"
    ANDERE = "andere", "andere partner"
