from django.urls import path

from dampak.accounts.signing_in.views import door

app_name = "accounts"
urlpatterns = [
    path("masuk/", door.sign_in, name="sign-in"),
    path("keluar/", door.sign_out, name="sign-out"),
]
