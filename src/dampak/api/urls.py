"""Where the API, its document and its tokens stand."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from dampak.api.document import api
from dampak.api.refusals import page_gone
from dampak.api.views import manual, tokens

_tokens: list[URLPattern | URLResolver] = [
    path("", tokens.tokens, name="list"),
    path("baru/", tokens.new, name="new"),
    path("akun-sistem/", tokens.system_account, name="system-account"),
    path("<int:number>/akhiri/", tokens.end, name="end"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", manual.manual, name="api"),
    path("api/schema.json", manual.document, name="api-document"),
    path("token/", include((_tokens, "tokens"))),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/.*$", page_gone, name="api-nothing"),
]
