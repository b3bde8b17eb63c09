from django.urls import URLPattern

app_name = "vandaag"
urlpatterns: list[URLPattern] = []
