from django.urls import path

from gokwijs.apps.keten import views

app_name = "keten"
_K = "school/<str:nummer>/beleid/keten/"
urlpatterns = [
    path(_K, views.overzicht, name="overzicht"),
    path(f"{_K}doel/<int:pk>/", views.doel, name="doel"),
    path(f"{_K}kenmerk/<slug:kenmerk>/", views.kenmerk, name="kenmerk"),
    path(f"{_K}plan/<int:pk>/keten.xlsx", views.meenemen, name="meenemen"),
]
