from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "gokwijs.apps.dossier"
    label = "dossier"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gokwijs.apps.dossier.endings import register

        register()
