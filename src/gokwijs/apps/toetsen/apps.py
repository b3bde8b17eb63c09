from django.apps import AppConfig


class ToetsenConfig(AppConfig):
    name = "gokwijs.apps.toetsen"
    label = "toetsen"
