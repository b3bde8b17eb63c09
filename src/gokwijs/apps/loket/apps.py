from django.apps import AppConfig


class LoketConfig(AppConfig):
    name = "gokwijs.apps.loket"
    label = "loket"

    def ready(self) -> None:
        from gokwijs.apps.loket.endings import register

        register()
