from django.urls import path

from dampak.audit_book import views

app_name = "audit_book"
urlpatterns = [
    path("", views.book, name="book"),
    path("baris.csv", views.export, name="export"),
]
