"""Addresses of what the school shows: the school in figures, what to hand over, the account."""

from __future__ import annotations

from django.urls import path

from gokwijs.apps.dossier import views_begrijp, views_bezorgen, views_verantwoording

_D = "school/<str:nummer>/beleid/dossier/"
urlpatterns = [
    path(f"{_D}begrijp/", views_begrijp.begrijp, name="begrijp"),
    path(f"{_D}begrijp.pdf", views_begrijp.begrijp_bestand, name="begrijp_bestand"),
    path(f"{_D}bezorgen/", views_bezorgen.bezorgen, name="bezorgen"),
    path(f"{_D}verantwoording/", views_verantwoording.pagina, name="verantwoording"),
    path(
        f"{_D}verantwoording.<str:soort>",
        views_verantwoording.bestand,
        name="verantwoording_bestand",
    ),
    path(f"{_D}ouders/", views_verantwoording.ouders, name="ouders"),
    path(f"{_D}ouders.<str:soort>", views_verantwoording.ouders_bestand, name="ouders_bestand"),
]
