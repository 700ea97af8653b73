from django.urls import path

from dampak.accounts.managing.views import accepting, accounts, lending, searching, tying

app_name = "managing"
urlpatterns = [
    path("pengguna/", searching.accounts, name="accounts"),
    path("pengguna/undang/", accounts.new_account, name="invite"),
    path("pengguna/peran-saya/", lending.own, name="own"),
    path("pengguna/peran-saya/<int:role>/ambil/", lending.take_back, name="take-back"),
    path("pengguna/<int:number>/", accounts.account, name="account"),
    path("pengguna/<int:number>/peran/", accounts.new_role, name="new-role"),
    path("pengguna/<int:number>/peran/<int:role>/akhiri/", accounts.end, name="end-role"),
    path("pengguna/<int:number>/pegawai/", tying.tie, name="tie"),
    path("pengguna/<int:number>/pegawai/lepas/", tying.untie, name="untie"),
    path("pengguna/<int:number>/tautan/", accounts.new_link, name="new-link"),
    path("pengguna/<int:number>/tutup/", accounts.close, name="close"),
    path("undangan/", accepting.first_password, name="first-password"),
    path("undangan/<str:token>/", accepting.open_link, name="invitation"),
]
