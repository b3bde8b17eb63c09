from django.urls import URLPattern

app_name = "teldag"
urlpatterns: list[URLPattern] = []
