from django.urls import URLPattern

app_name = "zelfevaluatie"
urlpatterns: list[URLPattern] = []
