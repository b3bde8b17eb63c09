from django.urls import URLPattern

app_name = "verklaring"
urlpatterns: list[URLPattern] = []
