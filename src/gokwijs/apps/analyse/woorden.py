"""How groups and kenmerken are called in sentences: neutral, and the same everywhere."""

from __future__ import annotations

from gokwijs.core.kenmerken import Kenmerk

NAAM = {
    Kenmerk.OPLEIDING_MOEDER.value: "opleiding moeder",
    Kenmerk.SCHOOLTOESLAG.value: "schooltoeslag",
    Kenmerk.THUISTAAL.value: "thuistaal",
    Kenmerk.TREKKENDE_BEVOLKING.value: "trekkende bevolking",
    Kenmerk.BUURT.value: "buurt",
    "gok": "GOK-leerling",
}
KOP = {key: text[0].upper() + text[1:] for key, text in NAAM.items()}
# After "12 % van de leerlingen …".
ZIN = {
    Kenmerk.OPLEIDING_MOEDER.value: "hebben een lager opgeleide moeder",
    Kenmerk.SCHOOLTOESLAG.value: "krijgen een schooltoeslag",
    Kenmerk.THUISTAAL.value: "hebben een andere thuistaal dan het Nederlands",
    Kenmerk.TREKKENDE_BEVOLKING.value: "horen bij de trekkende bevolking",
    Kenmerk.BUURT.value: "wonen in een buurt die telt",
    "gok": "zijn GOK-leerling",
}
# "De meeste …"
GROEP = {
    Kenmerk.OPLEIDING_MOEDER.value: "leerlingen met een lager opgeleide moeder",
    Kenmerk.SCHOOLTOESLAG.value: "leerlingen met een schooltoeslag",
    Kenmerk.THUISTAAL.value: "leerlingen met een andere thuistaal",
    Kenmerk.TREKKENDE_BEVOLKING.value: "leerlingen van de trekkende bevolking",
    Kenmerk.BUURT.value: "leerlingen uit een buurt die telt",
    "gok": "GOK-leerlingen",
}
BLAD_GROEP = {"gok": "GOK-leerlingen", "rest": "Andere leerlingen", "onbekend": "Niet gekend"}
KOP_GROEP = {"gok": "GOK", "rest": "andere", "onbekend": "niet gekend"}
UITKOMST = {
    "achter": "een jaar of meer achter",
    "op": "niet achter",
    "onbekend": "niet te zeggen",
    "zonder": "zonder beperking",
    "met": "met beperking",
    "c": "C-attest",
    "verder": "een jaar verder",
    "over": "zelfde jaar opnieuw",
    "anders": "ergens anders heen",
    "weg": "weg voor het laatste jaar",
    "klaar": "weg na het laatste jaar",
    "nieuw": "nieuw",
    "1a": "naar 1A",
    "1b": "naar 1B",
}
GOK_UITLEG = (
    "Een GOK-leerling heeft minstens één kenmerk dat in dit onderwijsniveau telt. In het secundair "
    "telt zorgthuis mee voor de middelen, maar dat houden we nooit per leerling bij: het zit niet "
    "in deze cijfers."
)
ONBEKEND_APART = "Wat niet gekend is, telt niet als nee en staat apart."
