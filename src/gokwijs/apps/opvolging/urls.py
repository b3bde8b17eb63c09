from django.urls import path

from gokwijs.apps.opvolging import (
    views,
    views_borging,
    views_evaluatie,
    views_families,
    views_meenemen,
    views_meting,
    views_scores,
)

app_name = "opvolging"
_O = "school/<str:nummer>/beleid/opvolging/"
urlpatterns = [
    path(_O, views.overzicht, name="overzicht"),
    path(f"{_O}beleidsindicatoren/", views_families.overzicht, name="beleidsindicatoren"),
    path(f"{_O}indicator/<int:pk>/", views.indicator, name="indicator"),
    path(f"{_O}indicator/<int:pk>/meting/", views_meting.nieuw, name="meting_nieuw"),
    path(f"{_O}indicator/<int:pk>/reeks/", views_meting.reeks, name="reeks"),
    path(f"{_O}indicator/<int:pk>/uit-toets/", views_scores.uit_toets, name="uit_toets"),
    path(f"{_O}indicator/<int:pk>/tellen/", views_meting.telling, name="telling"),
    path(f"{_O}indicator/<int:pk>/aanvullen/", views_meting.aanvullen, name="aanvullen"),
    path(
        f"{_O}indicator/<int:pk>/meenemen/<slug:soort>/",
        views_meenemen.indicator,
        name="indicator_meenemen",
    ),
    path(f"{_O}plan/<int:pk>/tellen/", views_meting.telling_nieuw, name="telling_nieuw"),
    path(f"{_O}meting/<int:pk>/verbeteren/", views_meting.verbeteren, name="verbeteren"),
    path(f"{_O}meting/<int:pk>/weg/", views_meting.weg, name="meting_weg"),
    path(f"{_O}meting/<int:pk>/nulmeting/", views_meting.nulmeting, name="nulmeting"),
    path(f"{_O}evaluaties/", views_evaluatie.lijst, name="evaluaties"),
    path(f"{_O}evaluaties/nieuw/", views_evaluatie.nieuw, name="evaluatie_nieuw"),
    path(f"{_O}evaluaties/<int:pk>/", views_evaluatie.evaluatie, name="evaluatie"),
    path(f"{_O}evaluaties/<int:pk>/afronden/", views_evaluatie.afronden, name="afronden"),
    path(f"{_O}evaluaties/<int:pk>/besluit/<int:doel>/", views_evaluatie.besluit, name="besluit"),
    path(
        f"{_O}evaluaties/<int:pk>/meenemen/<slug:soort>/",
        views_meenemen.evaluatie,
        name="evaluatie_meenemen",
    ),
    path(f"{_O}borging/", views_borging.borgingen, name="borgingen"),
    path(
        f"{_O}evaluaties/<int:pk>/besluit/<int:doel>/actie/<int:actie>/",
        views_evaluatie.besluit,
        name="besluit_actie",
    ),
    path(f"{_O}besluit/<int:pk>/weg/", views_evaluatie.besluit_weg, name="besluit_weg"),
    path(f"{_O}besluit/<int:pk>/borging/", views_borging.borging_nieuw, name="borging_nieuw"),
    path(f"{_O}borging/<int:pk>/", views_borging.borging, name="borging"),
    path(f"{_O}borging/<int:pk>/weg/", views_borging.borging_weg, name="borging_weg"),
]
