from django.urls import path

from dampak.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<int:number>/", views.job, name="job"),
    path("<int:number>/batal/", views.cancel, name="cancel"),
    path("<int:number>/ulang/", views.retry, name="retry"),
]
