from django.urls import URLPattern

app_name = "toetsen"
urlpatterns: list[URLPattern] = []
