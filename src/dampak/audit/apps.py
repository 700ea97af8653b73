from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AuditConfig(AppConfig):
    name = "dampak.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dampak.audit.actors import introduce

        connection_created.connect(introduce, dispatch_uid="audit.introduce")
