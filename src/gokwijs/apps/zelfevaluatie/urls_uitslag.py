"""Addresses of what comes after a round: results, conversation, evidence, the framework."""

from django.urls import path

from gokwijs.apps.zelfevaluatie import views_bewijs, views_gesprek, views_kader, views_uitslag

_K = "school/<str:nummer>/beleid/kwaliteit/"
_R = f"{_K}rondes/<int:pk>/"
_V = f"{_K}verwachting/<str:sleutel>/"
_G = f"{_R}gesprek/"
urlpatterns = [
    path(_K, views_kader.kader, name="kader"),
    path(_V, views_kader.verwachting, name="verwachting"),
    path(f"{_V}oordeel/", views_kader.oordeel_nieuw, name="oordeel_nieuw"),
    path(f"{_K}oordeel/<int:pk>/weg/", views_kader.oordeel_weg, name="oordeel_weg"),
    path(f"{_K}oordeel/<int:pk>/plan/", views_kader.oordeel_plan, name="oordeel_plan"),
    path(f"{_K}bewijs/", views_bewijs.bewijzen, name="bewijzen"),
    path(f"{_K}bewijs/nieuw/", views_bewijs.bewijs_nieuw, name="bewijs_nieuw"),
    path(f"{_K}bewijs/<int:pk>/", views_bewijs.bewijs_wijzig, name="bewijs_wijzig"),
    path(f"{_K}bewijs/<int:pk>/bestand/", views_bewijs.bewijs_bestand, name="bewijs_bestand"),
    path(f"{_K}bewijs/<int:pk>/weg/", views_bewijs.bewijs_weg, name="bewijs_weg"),
    path(f"{_R}uitslag/", views_uitslag.uitslag, name="uitslag"),
    path(f"{_R}vergelijk/", views_uitslag.vergelijk, name="vergelijk"),
    path(f"{_R}opmerkingen/", views_uitslag.opmerkingen, name="opmerkingen"),
    path(
        f"{_R}opmerkingen/<str:sleutel>/", views_uitslag.opmerking_gelezen, name="opmerking_gelezen"
    ),
    path(_G, views_gesprek.gesprek, name="gesprek"),
    path(f"{_G}<str:item>/", views_gesprek.gesprek_punt, name="gesprek_punt"),
    path(f"{_G}<str:item>/plan/", views_gesprek.gesprek_plan, name="gesprek_plan"),
    path(f"{_R}afronden/", views_gesprek.gesprek_afronden, name="gesprek_afronden"),
    path(f"{_R}heropenen/", views_gesprek.gesprek_heropenen, name="gesprek_heropenen"),
    path(f"{_R}op-scherm/", views_gesprek.op_scherm, name="op_scherm"),
    path(f"{_R}scherm/", views_gesprek.scherm, name="scherm"),
]
