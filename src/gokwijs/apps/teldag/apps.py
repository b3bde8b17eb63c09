from django.apps import AppConfig


class TeldagConfig(AppConfig):
    name = "gokwijs.apps.teldag"
    label = "teldag"
