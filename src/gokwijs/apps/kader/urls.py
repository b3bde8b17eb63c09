from django.urls import path

from gokwijs.apps.kader import views, views_vraag

app_name = "kader"
_K = "school/<str:nummer>/beleid/kader/"
urlpatterns = [
    path(_K, views.lijst, name="lijst"),
    path(f"{_K}inlezen/", views.inlezen, name="inlezen"),
    path(f"{_K}bevestig/", views.bevestig, name="bevestig"),
    path(f"{_K}pakket/<int:pk>/", views.pakket, name="pakket"),
    path(f"{_K}kies/", views.kies, name="kies"),
    path(f"{_K}ongedaan/", views.ongedaan, name="ongedaan"),
    path(f"{_K}vragen/", views_vraag.vragen, name="vragen"),
    path(f"{_K}vragen/<int:pk>/", views_vraag.vraag, name="vraag"),
    path(f"{_K}vragen/<int:pk>/weg/", views_vraag.vraag_weg, name="vraag_weg"),
    path(f"{_K}vragen/<int:pk>/vorige/", views_vraag.vraag_vorige, name="vraag_vorige"),
    path(f"{_K}lees/<slug:naamruimte>/", views.kader, name="kader"),
    path(f"{_K}lees/<slug:naamruimte>/meenemen/<slug:soort>/", views.meenemen, name="meenemen"),
    path(f"{_K}lees/<slug:naamruimte>/<str:code>/", views.verwachting, name="verwachting"),
]
