from django.urls import path

from dampak.website.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.indicators, name="list"),
    path("<slug:code>/", views.indicator, name="indicator"),
    path("<slug:code>/tabel.csv", views.table, name="table"),
]
