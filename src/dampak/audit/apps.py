from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class AuditConfig(AppConfig):
    name = "dampak.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dampak.audit.actors import introduce
        from dampak.audit.migrating import after_migrate, before_migrate

        connection_created.connect(introduce, dispatch_uid="audit.introduce")
        pre_migrate.connect(before_migrate, sender=self, dispatch_uid="audit.before")
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="audit.after")
