from django.apps import AppConfig


class SigningInConfig(AppConfig):
    name = "dampak.accounts.signing_in"
    label = "signing_in"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dampak.accounts.signing_in import noting

        noting.listen()
