from django.urls import path

from gokwijs.apps.middelen import views, views_brief, views_regels

app_name = "middelen"
urlpatterns = [
    path("school/<str:nummer>/middelen/", views.overzicht, name="overzicht"),
    path("school/<str:nummer>/middelen/inbrengen/", views.inbrengen, name="inbrengen"),
    path("school/<str:nummer>/middelen/totalen/", views.totalen, name="totalen"),
    path("school/<str:nummer>/middelen/nakijken/<int:pk>/", views.nakijken, name="nakijken"),
    path("school/<str:nummer>/middelen/wat-als/", views.wat_als, name="wat_als"),
    path("school/<str:nummer>/middelen/getallen/", views.getallen, name="getallen"),
    path("school/<str:nummer>/middelen/getallen/<str:naam>/", views.getal, name="getal"),
    path("school/<str:nummer>/middelen/geschiedenis/", views.geschiedenis, name="geschiedenis"),
    path("school/<str:nummer>/middelen/berekening/<int:pk>/", views.berekening, name="berekening"),
    path("school/<str:nummer>/middelen/berekening/<int:pk>/bewijs/", views.bewijs, name="bewijs"),
    path(
        "school/<str:nummer>/middelen/berekening/<int:pk>/opnieuw/", views.opnieuw, name="opnieuw"
    ),
    path(
        "school/<str:nummer>/middelen/berekening/<int:pk>/export.<str:soort>",
        views.exporteren,
        name="export",
    ),
    path("school/<str:nummer>/middelen/brief/", views_brief.vergelijking, name="vergelijking"),
    path("school/<str:nummer>/middelen/brief/nieuw/", views_brief.nieuw, name="brief_nieuw"),
    path("school/<str:nummer>/middelen/brief/bestand/", views_brief.telbestand, name="telbestand"),
    path("school/<str:nummer>/middelen/brief/nota/", views_brief.nota, name="nota"),
    path(
        "school/<str:nummer>/middelen/brief/bezwaardossier.pdf",
        views_brief.bezwaardossier,
        name="bezwaardossier",
    ),
    path("school/<str:nummer>/middelen/brief/<int:pk>/", views_brief.brief, name="brief"),
    path("school/<str:nummer>/middelen/jaren/", views_brief.jaar_na_jaar, name="jaren"),
    path("regels/", views_regels.lijst, name="regels"),
    path("regels/open-vragen/", views_regels.open_vragen, name="open_vragen"),
    path("regels/bronnen/", views_regels.bronnen, name="bronnen"),
    path("regels/<str:naam>/", views_regels.parameter, name="regel"),
    path("begrippen/", views_regels.begrippen, name="begrippen"),
    path("handleiding/", views_regels.handleiding, name="handleiding"),
    path("handleiding/voorbeelden/<str:naam>", views_regels.voorbeeld, name="voorbeeld"),
]
