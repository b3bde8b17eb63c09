"""One definition of a chart, drawn as SVG on the server: page, print and download alike."""

from gokwijs.renderers.grafiek.alternative import alternatief
from gokwijs.renderers.grafiek.colors import kleur
from gokwijs.renderers.grafiek.model import (
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
)
from gokwijs.renderers.grafiek.teken import on_white, picture, png, size, svg

__all__ = [
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
    "alternatief",
    "kleur",
    "on_white",
    "picture",
    "png",
    "size",
    "svg",
]
