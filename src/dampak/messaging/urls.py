from django.urls import path

from dampak.messaging import views

app_name = "messaging"
urlpatterns = [
    path("pesan/", views.sent, name="sent"),
    path("pesan/coba/", views.trial, name="trial"),
    path("pesan/<int:number>/", views.message, name="message"),
    path("pesan/<int:number>/ulang/", views.again, name="again"),
    path("kotak-masuk/", views.inbox, name="inbox"),
    path("kotak-masuk/pilihan/", views.wishes, name="wishes"),
    path("kotak-masuk/<int:number>/", views.letter, name="letter"),
    path("berhenti/<str:token>/", views.stop, name="stop"),
]
