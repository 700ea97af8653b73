"""The short link that hangs on a counter."""

from django.urls import path

from dampak.listening.views import citizens

urlpatterns = [path("<slug:code>/", citizens.respond, name="respond")]
