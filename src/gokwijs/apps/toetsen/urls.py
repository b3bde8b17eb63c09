from django.urls import path

from gokwijs.apps.toetsen import views, views_afname, views_import, views_invullen, views_meenemen

T = "school/<str:nummer>/beleid/toetsen"
A = f"{T}/afname/<int:pk>"
app_name = "toetsen"
urlpatterns = [
    path(f"{T}/", views.lijst, name="lijst"),
    path(f"{T}/nieuw/", views.nieuw, name="nieuw"),
    path(f"{T}/<int:pk>/", views.toets, name="toets"),
    path(f"{T}/<int:pk>/aanpassen/", views.aanpassen, name="aanpassen"),
    path(f"{T}/<int:pk>/weg/", views.weg, name="weg"),
    path(f"{T}/<int:pk>/afname/nieuw/", views_afname.nieuw, name="afname_nieuw"),
    path(f"{A}/", views_afname.afname, name="afname"),
    path(f"{A}/aanpassen/", views_afname.aanpassen, name="afname_aanpassen"),
    path(f"{A}/weg/", views_afname.weg, name="afname_weg"),
    path(f"{A}/invullen/", views_invullen.invullen, name="invullen"),
    path(f"{A}/afdruk/", views_meenemen.afdruk, name="afdruk"),
    path(f"{A}/vertrouwelijk.<str:soort>", views_meenemen.bestand, name="bestand"),
    path(f"{T}/inlezen/", views_import.start, name="inlezen"),
    path(f"{T}/inlezen/<int:pk>/", views_import.nakijken, name="nakijken"),
    path(f"{T}/inlezen/<int:pk>/terug/", views_import.terugdraaien, name="terugdraaien"),
]
