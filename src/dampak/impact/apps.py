from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "dampak.impact"
    default_auto_field = "django.db.models.BigAutoField"
