from django.urls import URLPattern

app_name = "inlezen"
urlpatterns: list[URLPattern] = []
