from django.urls import URLPattern

app_name = "effect"
urlpatterns: list[URLPattern] = []
