from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "gokwijs.apps.audit"
    label = "audit"
