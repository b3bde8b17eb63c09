from django.urls import path

from gokwijs.apps.ui import views

app_name = "ui"
urlpatterns = [path("ontwikkeling/onderdelen/", views.components, name="components")]
