from django.urls import path

from gokwijs.apps.access import views

app_name = "access"
urlpatterns = [
    path("welkom/", views.welkom, name="welkom"),
    path("mijn-account/", views.account, name="account"),
]
