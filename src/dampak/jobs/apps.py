from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "dampak.jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every process knows every task, so that a page can name what a job is."""
        from dampak.jobs.tasks import find_tasks

        find_tasks()
