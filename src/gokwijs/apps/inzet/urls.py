from django.urls import path

from gokwijs.apps.inzet import views, views_antwoord, views_boeking, views_import, views_overdracht

M = "school/<str:nummer>/beleid/middelen"
app_name = "inzet"
urlpatterns = [
    path(f"{M}/", views.overzicht, name="overzicht"),
    path(f"{M}/actie/<int:pk>/", views.actie, name="actie"),
    path(f"{M}/toewijzing/<int:pk>/", views.toewijzing, name="toewijzing"),
    path(f"{M}/toewijzing/<int:pk>/verplaatsen/", views.verplaatsen, name="verplaatsen"),
    path(f"{M}/toewijzing/<int:pk>/weg/", views.weghalen, name="weghalen"),
    path(f"{M}/boekingen/", views_boeking.boekingen, name="boekingen"),
    path(f"{M}/boekingen/nieuw/", views_boeking.nieuw, name="boeking_nieuw"),
    path(f"{M}/boekingen/<int:pk>/", views_boeking.boeking, name="boeking"),
    path(f"{M}/boekingen/<int:pk>/intrekken/", views_boeking.intrekken, name="intrekken"),
    path(f"{M}/boekingen/<int:pk>/bewijs/", views_boeking.bewijs, name="bewijs"),
    path(f"{M}/bewijs/<int:pk>/", views_boeking.bewijs_bestand, name="bewijs_bestand"),
    path(f"{M}/bewijs/<int:pk>/weg/", views_boeking.bewijs_weg, name="bewijs_weg"),
    path(f"{M}/inlezen/", views_import.start, name="import"),
    path(f"{M}/inlezen/<int:pk>/", views_import.nakijken, name="import_nakijken"),
    path(f"{M}/inlezen/<int:pk>/terug/", views_import.terugdraaien, name="import_terug"),
    path(f"{M}/onbesteed/", views_overdracht.overdracht, name="overdracht"),
    path(f"{M}/antwoord/", views_antwoord.pagina, name="antwoord"),
    path(f"{M}/antwoord.<str:soort>", views_antwoord.bestand, name="antwoord_bestand"),
    path(f"{M}/boekhouding.<str:soort>", views_antwoord.export, name="export"),
]
