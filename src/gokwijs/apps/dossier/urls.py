from django.urls import URLPattern

app_name = "dossier"
_D = "school/<str:nummer>/beleid/dossier/"
urlpatterns: list[URLPattern] = []
