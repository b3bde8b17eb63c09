from django.apps import AppConfig


class ToetsenConfig(AppConfig):
    name = "gokwijs.apps.toetsen"
    label = "toetsen"

    def ready(self) -> None:
        from gokwijs.apps.toetsen.endings import register

        register()
