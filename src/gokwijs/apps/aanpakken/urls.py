from django.urls import path

from gokwijs.apps.aanpakken import views

app_name = "aanpakken"
_A = "school/<str:nummer>/aanpakken/"
urlpatterns = [
    path(_A, views.lijst, name="lijst"),
    path(f"{_A}meenemen/<slug:soort>/", views.meenemen, name="meenemen"),
    path(f"{_A}<slug:aanpak>/", views.kaart, name="aanpak"),
]
