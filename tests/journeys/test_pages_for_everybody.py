"""Each page, in both languages, both themes, on a desk and on a phone."""

import pytest
from tests.journeys.conftest import PHONE, assert_fit_for_everybody

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

STRANGERS = ["/", "/masuk/", "/kajian/median-completion-time/", "/tidak-ada/"]
COLLEAGUES = [
    "/",
    "/impor/",
    "/impor/baru/",
    "/impor/1/",
    "/indikator/",
    "/indikator/median-completion-time/",
    "/kajian/",
    "/kajian/baru/",
    "/kajian/rencana/1/",
    "/kajian/ikm/",
    "/telusur/study:ikm/",
]


@pytest.mark.parametrize(
    ("language", "theme", "viewport"),
    [("id", "light", None), ("en", "dark", None), ("id", "dark", PHONE), ("en", "light", PHONE)],
)
def test_nobody_is_shut_out(visit, site, language, theme, viewport):
    wishes = {"color_scheme": theme} | ({"viewport": viewport} if viewport else {})
    for who, addresses in (("", STRANGERS), ("sri", COLLEAGUES)):
        page = visit("/", who=who, **wishes)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
        for address in addresses:
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("html").get_attribute("data-bs-theme") == theme
            assert_fit_for_everybody(page)
