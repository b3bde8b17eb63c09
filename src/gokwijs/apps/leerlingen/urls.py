from django.urls import URLPattern

app_name = "leerlingen"
urlpatterns: list[URLPattern] = []
