from django.apps import AppConfig


class ScholenConfig(AppConfig):
    name = "gokwijs.apps.scholen"
    label = "scholen"
