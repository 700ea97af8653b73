from django.urls import path

from dampak.website.studies import views

app_name = "studies"
urlpatterns = [
    path("", views.studies, name="list"),
    path("baru/", views.new_plan, name="new"),
    path("jawab/", views.answer, name="answer"),
    path("rencana/<int:number>/", views.plan, name="plan"),
    path("rencana/<int:number>/segel/", views.seal, name="seal"),
    path("rencana/<int:number>/buang/", views.discard, name="discard"),
    path("<slug:slug>/", views.study, name="study"),
    path("<slug:slug>/terbitkan/", views.release, name="release"),
    path("<slug:slug>/unduh/<slug:kind>/", views.download, name="download"),
]
