from django.urls import path

from dampak.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.deliveries, name="deliveries"),
    path("baru/", views.new, name="new"),
    path("templat.xlsx", views.template, name="template"),
    path("<int:number>/", views.delivery, name="delivery"),
    path("<int:number>/terima/", views.accept, name="accept"),
    path("<int:number>/buang/", views.discard, name="discard"),
    path("<int:number>/ditolak.csv", views.rejected, name="rejected"),
    path("<int:number>/petakan/<int:file>/", views.mapping, name="mapping"),
]
