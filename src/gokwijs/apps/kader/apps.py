from django.apps import AppConfig


class KaderConfig(AppConfig):
    name = "gokwijs.apps.kader"
    label = "kader"
    default_auto_field = "django.db.models.BigAutoField"
