from django.urls import path

from gokwijs.apps.privacy import views

app_name = "privacy"
_P = "school/<str:nummer>/privacy/"
urlpatterns = [
    path(_P, views.overzicht, name="overzicht"),
    path(f"{_P}velden/", views.velden, name="velden"),
    path(f"{_P}stukken/<str:naam>.<str:soort>", views.stuk, name="stuk"),
    path(f"{_P}leerlingen/", views.leerlingen, name="leerlingen"),
    path(f"{_P}leerling/<int:pk>/", views.leerling, name="leerling"),
    path(f"{_P}leerling/<int:pk>/bewaring/", views.bewaring, name="bewaring"),
    path(f"{_P}leerling/<int:pk>/alles.<str:soort>", views.inzage, name="inzage"),
    path(f"{_P}opruimen/", views.opruimen, name="opruimen"),
    path(f"{_P}koppelen/", views.koppelen, name="koppelen"),
]
