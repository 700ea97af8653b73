from django.urls import path

from dampak.intake.staff_lists import views

app_name = "staff-lists"
urlpatterns = [
    path("", views.lists, name="lists"),
    path("baru/", views.new, name="new"),
    path("templat.xlsx", views.template, name="template"),
    path("<int:number>/", views.one, name="one"),
    path("<int:number>/terima/", views.accept, name="accept"),
    path("<int:number>/buang/", views.discard, name="discard"),
    path("<int:number>/ditolak.csv", views.refused, name="refused"),
]
