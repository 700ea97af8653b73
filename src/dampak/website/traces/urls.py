from django.urls import path

from dampak.website.traces import views

app_name = "traces"
urlpatterns = [
    path("study:<slug:slug>/", views.study_trace, name="study"),
    path("<str:figure>/", views.reading_trace, name="reading"),
]
