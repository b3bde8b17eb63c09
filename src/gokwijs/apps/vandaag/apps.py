from django.apps import AppConfig


class VandaagConfig(AppConfig):
    name = "gokwijs.apps.vandaag"
    label = "vandaag"
