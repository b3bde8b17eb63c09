"""Addresses of the desk."""

from django.urls import path

from gokwijs.apps.loket import views, views_documenten, views_stapel, views_verklaring

app_name = "loket"
_LOKET = "school/<str:nummer>/loket/"
urlpatterns = [
    path(_LOKET, views.start, name="start"),
    path(f"{_LOKET}momenten/", views.momenten, name="momenten"),
    path(f"{_LOKET}momenten/<int:pk>/", views.moment, name="moment"),
    path(f"{_LOKET}stapel/", views_stapel.stapel, name="stapel"),
    path(f"{_LOKET}besluit/", views_verklaring.besluit, name="besluit"),
    path(f"{_LOKET}bewaartermijnen/", views_documenten.bewaartermijnen, name="bewaartermijnen"),
    path(f"{_LOKET}document/<int:pk>/", views_documenten.document, name="document"),
    path(f"{_LOKET}document/<int:pk>/bestand/", views_documenten.bestand, name="bestand"),
    path(f"{_LOKET}<int:pk>/", views_verklaring.verklaring, name="verklaring"),
    path(f"{_LOKET}<int:pk>/document/", views_documenten.opladen, name="opladen"),
]
