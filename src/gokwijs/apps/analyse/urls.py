from django.urls import path

from gokwijs.apps.analyse import views, views_meenemen, views_stand, views_werk

app_name = "analyse"
_W = "school/<str:nummer>/waar/"
urlpatterns = [
    path(_W, views.overzicht, name="overzicht"),
    path(f"{_W}leerlingen/", views.leerlingen, name="leerlingen"),
    path(f"{_W}leerlingen/lijst.xlsx", views_meenemen.leerlingen, name="leerlingen_export"),
    path(f"{_W}team/", views_stand.overzicht, name="stand"),
    path(f"{_W}team/vastleggen/", views_stand.vastleggen, name="vastleggen"),
    path(f"{_W}team/voortgang/<int:pk>/", views_stand.voortgang, name="voortgang"),
    path(f"{_W}team/drempel/", views_stand.drempel, name="drempel"),
    path(f"{_W}team/vrijgeven/", views_stand.vrijgeven, name="vrijgeven"),
    path(f"{_W}bestemmingen/", views_werk.bestemmingen, name="bestemmingen"),
    path(f"{_W}oki/", views_stand.oki, name="oki"),
    path(f"{_W}weergaven/", views_werk.weergave, name="weergave"),
    path(f"{_W}weergaven/<int:pk>/weg/", views_werk.weergave_weg, name="weergave_weg"),
    path(f"{_W}lezingen/", views_werk.lezingen, name="lezingen"),
    path(f"{_W}lezingen/nieuw/", views_werk.lezing_nieuw, name="lezing_nieuw"),
    path(f"{_W}lezingen/<int:pk>/", views_werk.lezing, name="lezing"),
    path(f"{_W}vaststellingen/", views_werk.vaststellingen, name="vaststellingen"),
    path(f"{_W}vaststellingen/nieuw/", views_werk.vaststelling_nieuw, name="vaststelling_nieuw"),
    path(f"{_W}vaststellingen/<int:pk>/weg/", views_werk.vaststelling_weg, name="vaststelling_weg"),
    path(f"{_W}<slug:vraag>/", views.vraag, name="vraag"),
    path(f"{_W}<slug:vraag>/meenemen/<slug:soort>/", views_meenemen.blad, name="meenemen"),
]
