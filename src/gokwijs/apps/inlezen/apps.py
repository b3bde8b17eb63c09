from django.apps import AppConfig


class InlezenConfig(AppConfig):
    name = "gokwijs.apps.inlezen"
    label = "inlezen"

    def ready(self) -> None:
        from gokwijs.apps.inlezen.endings import register

        register()
