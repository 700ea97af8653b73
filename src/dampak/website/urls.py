"""Every address of the site; Indonesian words, because officials read and share them."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
