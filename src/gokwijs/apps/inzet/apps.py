from django.apps import AppConfig


class InzetConfig(AppConfig):
    name = "gokwijs.apps.inzet"
    label = "inzet"
