from django.apps import AppConfig


class AanpakkenConfig(AppConfig):
    name = "gokwijs.apps.aanpakken"
    label = "aanpakken"
