"""The door, one's own account, the doors of others. Names with underscores are allauth's."""

from django.urls import path

from dampak.accounts.signing_in.views import (
    account,
    confirming,
    door,
    factors,
    people,
    sessions,
    single_sign_on,
)

urlpatterns = [
    path("masuk/", door.sign_in, name="account_login"),
    path("masuk/faktor-kedua/", door.second_factor, name="mfa_authenticate"),
    path("masuk/kunci-sandi/", door.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("masuk/pemerintah/", single_sign_on.set_out, name="single-sign-on"),
    path("masuk/pemerintah/kembali/", single_sign_on.come_back, name="single-sign-on-back"),
    path("keluar/", door.sign_out, name="account_logout"),
    path("akun/", account.own_account, name="mfa_index"),
    path("akun/sandi/", account.new_password, name="account_change_password"),
    path("akun/aplikasi/", factors.new_app, name="mfa_activate_totp"),
    path("akun/aplikasi/cabut/", factors.app_away, name="mfa_deactivate_totp"),
    path("akun/kunci-sandi/", factors.new_passkey, name="mfa_add_webauthn"),
    path("akun/kunci-sandi/<int:number>/cabut/", factors.passkey_away, name="passkey-away"),
    path("akun/kode-cadangan/", factors.codes, name="mfa_view_recovery_codes"),
    path("akun/kode-cadangan/baru/", factors.new_codes, name="mfa_generate_recovery_codes"),
    path("akun/sesi/", sessions.own_sessions, name="own-sessions"),
    path("akun/sesi/<int:number>/akhiri/", sessions.end_session, name="end-session"),
    path("akun/sesi/akhiri-lainnya/", sessions.end_other_sessions, name="end-other-sessions"),
    path("akun/pastikan/", confirming.confirm_by_password, name="account_reauthenticate"),
    path("akun/pastikan/kode/", confirming.confirm_by_code, name="mfa_reauthenticate"),
    path(
        "akun/pastikan/kunci-sandi/",
        confirming.confirm_by_passkey,
        name="mfa_reauthenticate_webauthn",
    ),
    path("pintu/", people.locks, name="locks"),
    path("pintu/kunci/<int:number>/buka/", people.open_lock, name="open-lock"),
    path("pintu/<int:number>/", people.door_of, name="door-of"),
    path("pintu/<int:number>/cabut/", people.take_away, name="take-factors-away"),
    path("pintu/<int:number>/keluarkan/", people.sign_out_everywhere, name="sign-out-everywhere"),
    path("pintu/<int:number>/identitas/", people.set_identity, name="set-identity"),
]
