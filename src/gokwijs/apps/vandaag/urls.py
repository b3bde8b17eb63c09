from django.urls import path

from gokwijs.apps.vandaag import views

app_name = "vandaag"
urlpatterns = [path("school/<str:nummer>/", views.overzicht, name="overzicht")]
