from django.urls import path

from gokwijs.apps.effect import (
    views,
    views_cursus,
    views_deelname,
    views_kloof,
    views_meenemen,
    views_opzet,
    views_uitkomst,
)

app_name = "effect"
_E = "school/<str:nummer>/beleid/effect/"
urlpatterns = [
    path(_E, views.overzicht, name="overzicht"),
    path(f"{_E}cursus/", views_cursus.cursus, name="cursus"),
    path(f"{_E}actie/<int:pk>/nieuw/", views_opzet.nieuw, name="opzet_nieuw"),
    path(f"{_E}opzet/<int:pk>/", views_opzet.opzet, name="opzet"),
    path(f"{_E}opzet/<int:pk>/aanpassen/", views_opzet.aanpassen, name="opzet_aanpassen"),
    path(f"{_E}opzet/<int:pk>/vastleggen/", views_opzet.vastleggen, name="vastleggen"),
    path(f"{_E}opzet/<int:pk>/vervangen/", views_opzet.vervangen, name="vervangen"),
    path(f"{_E}opzet/<int:pk>/natoets/", views_opzet.natoets, name="natoets"),
    path(f"{_E}opzet/<int:pk>/weg/", views_opzet.weg, name="opzet_weg"),
    path(f"{_E}opzet/<int:pk>/terug/", views_opzet.terug, name="opzet_terug"),
    path(
        f"{_E}opzet/<int:pk>/leerlingen/<slug:groep>/",
        views_deelname.leerlingen,
        name="leerlingen",
    ),
    path(f"{_E}opzet/<int:pk>/meegedaan/", views_deelname.meegedaan, name="meegedaan"),
    path(f"{_E}opzet/<int:pk>/berekenen/", views_uitkomst.berekenen, name="berekenen"),
    path(f"{_E}opzet/<int:pk>/resultaat/", views_uitkomst.uitkomst, name="uitkomst"),
    path(
        f"{_E}opzet/<int:pk>/meenemen/<slug:soort>/",
        views_meenemen.uitkomst,
        name="uitkomst_meenemen",
    ),
    path(f"{_E}uitkomst/<int:pk>/verlagen/", views_uitkomst.verlagen, name="verlagen"),
    path(f"{_E}kloof/<int:pk>/", views_kloof.kloof, name="kloof"),
    path(
        f"{_E}kloof/<int:pk>/meenemen/<slug:soort>/",
        views_meenemen.kloof,
        name="kloof_meenemen",
    ),
]
