from django.urls import URLPattern

app_name = "loket"
urlpatterns: list[URLPattern] = []
