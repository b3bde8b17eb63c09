from django.apps import AppConfig


class LeerlingenConfig(AppConfig):
    name = "gokwijs.apps.leerlingen"
    label = "leerlingen"
