from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "dampak.jobs"
    default_auto_field = "django.db.models.BigAutoField"
