from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "gokwijs.apps.ui"
    label = "ui"
