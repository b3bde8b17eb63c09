from django.apps import AppConfig


class LoketConfig(AppConfig):
    name = "gokwijs.apps.loket"
    label = "loket"
