from django.apps import AppConfig


class SamenConfig(AppConfig):
    name = "gokwijs.apps.samen"
    label = "samen"
    default_auto_field = "django.db.models.BigAutoField"
