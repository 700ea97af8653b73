from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "dampak.messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every process knows every letter, so that a page can show what was written."""
        from dampak.messaging.letters import find_letters

        find_letters()
