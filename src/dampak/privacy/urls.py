"""Addresses of privacy."""

from django.urls import path

from dampak.privacy.views import erasing, incidents, kept, notices, own, requests, retention

app_name = "privacy"
urlpatterns = [
    path("", notices.notices, name="notices"),
    path("ajukan/", own.ask_without_account, name="ask"),
    path("ajukan/diterima/", own.asked, name="asked"),
    path("saya/", own.own, name="own"),
    path("saya/minta/", own.ask, name="ask-own"),
    path("saya/cabut-pembatasan/", own.lift, name="lift-own"),
    path("saya/data.json", own.as_json, name="json"),
    path("saya/data.csv", own.as_table, name="csv"),
    path("permintaan/", requests.requests, name="requests"),
    path("permintaan/<int:asked>/", requests.request_page, name="request"),
    path("permintaan/<int:asked>/ambil/", requests.take, name="take"),
    path("permintaan/<int:asked>/identitas/", requests.identify, name="identify"),
    path("permintaan/<int:asked>/alamat/", requests.address, name="address"),
    path("permintaan/<int:asked>/jawab/", requests.answer, name="answer"),
    path("permintaan/<int:asked>/data/", kept.kept, name="kept"),
    path("permintaan/<int:asked>/data.<str:kind>", kept.kept_file, name="kept-file"),
    path("permintaan/<int:asked>/cabut/", requests.lift, name="lift"),
    path("permintaan/<int:asked>/hapus/", erasing.erase, name="erase"),
    path("permintaan/<int:asked>/tahan/", erasing.hold, name="hold"),
    path("retensi/", retention.retention, name="retention"),
    path("retensi/jalankan/", retention.run, name="retention-run"),
    path("insiden/", incidents.incidents, name="incidents"),
    path("insiden/baru/", incidents.new_incident, name="new-incident"),
    path("insiden/<int:incident>/", incidents.incident_page, name="incident"),
    path("insiden/<int:incident>/catat/", incidents.complete, name="complete"),
    path("insiden/<int:incident>/surat/", incidents.letters, name="letters"),
    path("insiden/<int:incident>/kirim/", incidents.send_letters, name="send"),
    path("insiden/<int:incident>/lembaga/", incidents.agency_told, name="agency"),
    path("insiden/<int:incident>/tutup/", incidents.close, name="close"),
]
