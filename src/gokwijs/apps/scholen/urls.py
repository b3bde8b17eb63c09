from django.urls import path

from gokwijs.apps.scholen import views

app_name = "scholen"
urlpatterns = [
    path("", views.start, name="start"),
    path("scholen/", views.kiezen, name="kiezen"),
    path("school/<str:nummer>/gegevens/", views.gegevens, name="gegevens"),
    path("school/<str:nummer>/medewerkers/", views.medewerkers, name="medewerkers"),
    path("school/<str:nummer>/medewerkers/<int:pk>/", views.medewerker, name="medewerker"),
    path("school/<str:nummer>/logboek/", views.logboek, name="logboek"),
]
