from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "gokwijs.apps.access"
    label = "access"
