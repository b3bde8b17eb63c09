from django.apps import AppConfig


class InlezenConfig(AppConfig):
    name = "gokwijs.apps.inlezen"
    label = "inlezen"
