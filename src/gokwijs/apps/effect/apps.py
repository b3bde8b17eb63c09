from django.apps import AppConfig


class EffectConfig(AppConfig):
    name = "gokwijs.apps.effect"
    label = "effect"

    def ready(self) -> None:
        from gokwijs.apps.effect.endings import register_kind

        register_kind()
