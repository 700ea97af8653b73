from django.urls import path

from dampak.website.staff_import import views

app_name = "staff-import"
urlpatterns = [
    path("", views.lists, name="lists"),
    path("baru/", views.new, name="new"),
    path("templat.xlsx", views.template, name="template"),
    path("<int:number>/", views.one, name="one"),
    path("<int:number>/terima/", views.accept, name="accept"),
    path("<int:number>/buang/", views.discard, name="discard"),
    path("<int:number>/ditolak.csv", views.refused, name="refused"),
]
