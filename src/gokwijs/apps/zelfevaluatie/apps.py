from django.apps import AppConfig


class ZelfevaluatieConfig(AppConfig):
    name = "gokwijs.apps.zelfevaluatie"
    label = "zelfevaluatie"
    default_auto_field = "django.db.models.BigAutoField"
