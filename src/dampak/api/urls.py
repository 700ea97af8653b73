"""Where the API, its document and its tokens stand."""

from django.urls import URLPattern, URLResolver, path, re_path

from dampak.api.document import api
from dampak.api.refusals import page_gone
from dampak.api.views import manual

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", manual.manual, name="api"),
    path("api/schema.json", manual.document, name="api-document"),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/.*$", page_gone, name="api-nothing"),
]
