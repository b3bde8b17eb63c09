from django.apps import AppConfig


class AnalyseConfig(AppConfig):
    name = "gokwijs.apps.analyse"
    label = "analyse"

    def ready(self) -> None:
        from gokwijs.apps.analyse.endings import register

        register()
