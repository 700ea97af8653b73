"""Every table that leaves the site: no cell of it is computed on the desk of whoever opens it."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from tests import bad_files
from tests.integration.conftest import office

pytestmark = [pytest.mark.database, pytest.mark.django_db]
PLANTED = "=cmd|' /C calc'!A0"
LINK = re.compile(r'href="(/[^"#]*)"')
MOST_PAGES = 25
NO_TABLES = ("/berkas/", "/api/", "/telusur/", "/s/")
STARTS = ("=", "+", "-", "@", "\t", "\r")


def refuse_formulas(kind: str, content: bytes) -> int:
    """Returns how many cells were looked at."""
    if "csv" in kind:
        cells = [cell for row in csv.reader(StringIO(content.decode("utf-8-sig"))) for cell in row]
        computed = [cell for cell in cells if cell.startswith(STARTS) and not is_number(cell)]
        assert not computed
        return len(cells)
    book = load_workbook(BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [cell.coordinate for cell in cells if cell.hyperlink]
    return len(cells)


def is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).removeprefix("-").isdigit()


def test_no_export_holds_a_formula_that_somebody_handed_in(
    browser_of, answered, survey, hand_in, people
):
    from tests.integration.conftest import AT

    from dampak.intake.services import accept_delivery

    units = bad_files.units().replace("Kecamatan 1", PLANTED)
    rows = bad_files.requests(f"{PLANTED},K1,{PLANTED},{PLANTED},@SUM(A1)")
    delivery = hand_in(office(units__csv=units, service_requests__csv=rows))
    accept_delivery(delivery, by="sri", at=AT)
    sri, looked_at, planted = browser_of("sri"), {}, 0
    begin = [
        "/indikator/median-completion-time/tabel.csv",
        "/",
        "/impor/",
        "/indikator/",
        "/kajian/",
        f"{delivery.get_absolute_url()}ditolak.csv",
    ]
    for url, response, content in walked(sri, begin):
        kind = response.headers.get("Content-Type", "")
        if "csv" in kind or "spreadsheetml" in kind:
            looked_at[url] = refuse_formulas(kind, content)
            planted += b"cmd|" in content

    names = {url.rpartition("/")[2] for url in looked_at}
    assert names >= {"tabel.csv", "ditolak.csv", "templat.xlsx"}
    assert planted >= 2  # what was planted is there, as text


def walked(browser, begin: list[str]):
    """Every page that a link of ours leads to, once, whatever its query."""
    waiting, seen = list(begin), set()
    while waiting and len(seen) < MOST_PAGES:
        url = waiting.pop(0)
        if url.partition("?")[0] in seen:
            continue
        seen.add(url.partition("?")[0])
        response = browser.get(url)
        content = b"".join(response)
        if response.status_code == 200:
            yield url, response, content
        if "html" in response.headers.get("Content-Type", ""):
            found = LINK.findall(content.decode())
            waiting += [
                each for each in found if not each.startswith(NO_TABLES) and "pdf" not in each
            ]
