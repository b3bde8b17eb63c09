from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "gokwijs.apps.privacy"
    label = "privacy"

    def ready(self) -> None:
        from gokwijs.apps.privacy.kinds import register_kinds

        register_kinds()
