from django.urls import path

from dampak.listening.views import office

app_name = "listening"
urlpatterns = [
    path("", office.surveys, name="surveys"),
    path("baru/", office.new, name="new"),
    path("kumpulkan/", office.collect, name="collect"),
    path("<int:number>/", office.survey, name="survey"),
    path("<int:number>/qr.svg", office.qr, name="qr"),
    path("<int:number>/tutup/", office.close, name="close"),
]
