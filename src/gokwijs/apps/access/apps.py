from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "gokwijs.apps.access"
    label = "access"

    def ready(self) -> None:
        from gokwijs.apps.access.signals import connect

        connect()
