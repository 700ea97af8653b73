from django.urls import path

from dampak.website.wellness import views

urlpatterns = [
    path("kesehatan/", views.wellness, name="wellness"),
    path("metrik", views.metrics, name="metrics"),
]
