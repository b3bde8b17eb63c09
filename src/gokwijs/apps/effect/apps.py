from django.apps import AppConfig


class EffectConfig(AppConfig):
    name = "gokwijs.apps.effect"
    label = "effect"
