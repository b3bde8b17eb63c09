from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "gokwijs.apps.privacy"
    label = "privacy"
