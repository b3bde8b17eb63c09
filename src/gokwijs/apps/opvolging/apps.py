from django.apps import AppConfig


class OpvolgingConfig(AppConfig):
    name = "gokwijs.apps.opvolging"
    label = "opvolging"
