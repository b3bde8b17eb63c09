from django.apps import AppConfig


class MiddelenConfig(AppConfig):
    name = "gokwijs.apps.middelen"
    label = "middelen"
