from django.urls import path

from gokwijs.apps.scholen import views, views_logboek, views_medewerkers, views_toegang

app_name = "scholen"
urlpatterns = [
    path("", views.start, name="start"),
    path("scholen/", views.kiezen, name="kiezen"),
    path("toegang/<str:token>/", views_toegang.toegang, name="toegang"),
    path("school/<str:nummer>/gegevens/", views.gegevens, name="gegevens"),
    path(
        "school/<str:nummer>/medewerkers/",
        views_medewerkers.medewerkers,
        name="medewerkers",
    ),
    path(
        "school/<str:nummer>/medewerkers/<int:pk>/",
        views_medewerkers.medewerker,
        name="medewerker",
    ),
    path(
        "school/<str:nummer>/medewerkers/uitnodiging/<int:pk>/",
        views_medewerkers.uitnodiging,
        name="uitnodiging",
    ),
    path("school/<str:nummer>/rollen/", views_medewerkers.rollen, name="rollen"),
    path("school/<str:nummer>/logboek/", views_logboek.logboek, name="logboek"),
    path(
        "school/<str:nummer>/logboek/export.<str:soort>",
        views_logboek.exporteren,
        name="logboek_export",
    ),
]
