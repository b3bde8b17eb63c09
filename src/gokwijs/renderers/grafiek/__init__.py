"""One definition of a chart, drawn as SVG on the server: page, print and download alike."""

from gokwijs.renderers.grafiek.alternative import alternatief
from gokwijs.renderers.grafiek.colors import kleur
from gokwijs.renderers.grafiek.model import (
    Balk,
    Band,
    Categorie,
    Grafiek,
    Knoop,
    Lijn,
    Lijnen,
    Punt,
    Staaf,
    Stapel,
    StapelRij,
    Staven,
    Stroom,
    Tijdlijn,
    Tijdpunt,
    Verschil,
    Verschilrij,
)
from gokwijs.renderers.grafiek.teken import on_white, picture, png, size, svg

__all__ = [
    "Balk",
    "Band",
    "Categorie",
    "Grafiek",
    "Knoop",
    "Lijn",
    "Lijnen",
    "Punt",
    "Staaf",
    "Stapel",
    "StapelRij",
    "Staven",
    "Stroom",
    "Tijdlijn",
    "Tijdpunt",
    "Verschil",
    "Verschilrij",
    "alternatief",
    "kleur",
    "on_white",
    "picture",
    "png",
    "size",
    "svg",
]
