from django.urls import path

from dampak.directory.views import people, reorganising, reports, units

app_name = "organisations"  # the name by which units and people know their own page
urlpatterns = [
    path("unit/", units.tree, name="tree"),
    path("unit/baru/", units.new, name="new-unit"),
    path("unit/<path:code>/ubah/<slug:deed>/", reorganising.reorganise, name="reorganise"),
    path("unit/<path:code>/rekap/", reports.staff, name="staff"),
    path("unit/<path:code>/rekap/<slug:kind>/", reports.staff_file, name="staff-file"),
    path("unit/<path:code>/", units.unit, name="unit"),
    path("pegawai/", people.search, name="people"),
    path("pegawai/baru/", people.enter, name="enter"),
    path("pegawai/<str:public_id>/", people.person, name="person"),
    path("pegawai/<str:public_id>/mutasi/", people.post, name="post"),
    path("pegawai/<str:public_id>/berhenti/", people.leave, name="leave"),
    path("pegawai/<str:public_id>/nip/", people.number, name="number"),
]
