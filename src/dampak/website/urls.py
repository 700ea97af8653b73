"""Every address of the site; Indonesian words, because officials read and share them."""

from django.urls import URLPattern, URLResolver, include, path

from dampak.website.home import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("sehat", views.sehat, name="health"),
    path("tampilan/", views.theme, name="theme"),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("", include("dampak.accounts.urls")),
    path("", include("dampak.accounts.managing.urls")),
    path("", include("dampak.accounts.signing_in.urls")),
    path("", include("dampak.api.urls")),
    path("pekerjaan/", include("dampak.jobs.urls")),
    path("", include("dampak.messaging.urls")),
    path("privasi/", include("dampak.privacy.urls")),
    path("buku/", include("dampak.audit_book.urls")),
    path("impor/", include("dampak.intake.urls")),
    path("dengarkan/", include("dampak.listening.urls")),
    path("s/", include("dampak.listening.respond_urls")),
    path("", include("dampak.website.wellness.urls")),
    path("pegawai/impor/", include("dampak.intake.staff_lists.urls")),
    path("", include("dampak.directory.urls")),
    path("indikator/", include("dampak.website.indicators.urls")),
    path("kajian/", include("dampak.website.studies.urls")),
    path("telusur/", include("dampak.website.traces.urls")),
]

handler400 = "dampak.website.refusals.bad_request"
handler403 = "dampak.website.refusals.forbidden"
handler404 = "dampak.website.refusals.not_found"
handler500 = "dampak.website.refusals.broken"
