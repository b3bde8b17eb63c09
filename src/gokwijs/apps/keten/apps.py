from django.apps import AppConfig


class KetenConfig(AppConfig):
    name = "gokwijs.apps.keten"
    label = "keten"
