from django.urls import path

from gokwijs.apps.leerlingen import views, views_bewerken, views_bulk

_ALL = "school/<str:nummer>/leerlingen/"
_ONE = f"{_ALL}<int:pk>/"
_ENROLMENT = f"{_ONE}inschrijving/<int:inschrijving>/"

app_name = "leerlingen"
urlpatterns = [
    path(_ALL, views.lijst, name="lijst"),
    path(f"{_ALL}export/", views.export, name="export"),
    path(f"{_ALL}afdruk/", views.afdruk, name="afdruk"),
    path(f"{_ALL}nieuw/", views_bewerken.nieuw, name="nieuw"),
    path(f"{_ALL}bewerken/", views_bulk.bewerken, name="bewerken"),
    path(f"{_ALL}bewerking/<int:pk>/", views_bulk.bewerking, name="bewerking"),
    path(_ONE, views.leerling, name="leerling"),
    path(f"{_ONE}gegevens/", views_bewerken.gegevens, name="gegevens"),
    path(f"{_ONE}inschrijven/", views_bewerken.inschrijven, name="inschrijven"),
    path(f"{_ONE}kenmerk/", views_bewerken.kenmerk, name="kenmerk"),
    path(f"{_ONE}kenmerk/<int:feit>/intrekken/", views_bewerken.intrekken, name="intrekken"),
    path(f"{_ENROLMENT}plaats/", views_bewerken.plaats, name="plaats"),
    path(f"{_ENROLMENT}verbeteren/", views_bewerken.verbeteren, name="verbeteren"),
    path(f"{_ENROLMENT}uitschrijven/", views_bewerken.uitschrijven, name="uitschrijven"),
    path(f"{_ENROLMENT}heropenen/", views_bewerken.heropenen, name="heropenen"),
    path(f"{_ENROLMENT}wissen/", views_bewerken.wissen, name="wissen"),
]
