from django.apps import AppConfig


class BeleidConfig(AppConfig):
    name = "gokwijs.apps.beleid"
    label = "beleid"
    default_auto_field = "django.db.models.BigAutoField"
