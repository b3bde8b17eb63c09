from django.apps import AppConfig


class VerklaringConfig(AppConfig):
    name = "gokwijs.apps.verklaring"
    label = "verklaring"
