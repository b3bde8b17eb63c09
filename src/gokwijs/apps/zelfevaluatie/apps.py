from django.apps import AppConfig


class ZelfevaluatieConfig(AppConfig):
    name = "gokwijs.apps.zelfevaluatie"
    label = "zelfevaluatie"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The calendar of the school shows the days of this room too; answers have an end."""
        from gokwijs.apps.samen.kalender import meld_bron
        from gokwijs.apps.zelfevaluatie.bewaren import register_kinds
        from gokwijs.apps.zelfevaluatie.dagen import rondes, sterktes

        meld_bron("borging", sterktes)
        meld_bron("evaluatie", rondes)
        register_kinds()
