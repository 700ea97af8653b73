"""A register as an agency exports it: what was planted is found, and nothing is lost."""

from tests.landed_files import SECRET

from dampak.simulation.agency_file import hard, units, write_register
from dampak.warehouse.conformed import conform_at_any_loss, keyed
from dampak.warehouse.landing import land


def taken(folder, register):
    (folder / "units.csv").write_bytes(units())
    landed = [land(each) for each in (folder / "units.csv", register)]
    return landed[1], conform_at_any_loss([keyed(each, secret=SECRET) for each in landed])


def test_every_planted_row_is_set_aside_and_no_other(tmp_path):
    register = tmp_path / "service_requests.csv"
    planted = write_register(register, n_rows=3_000)
    _, conformed = taken(tmp_path, register)
    account = conformed.accounts[1]

    assert planted > 5
    assert (account.records_in, account.set_aside) == (3_000, planted)
    assert len({row.row_number for row in conformed.rejected}) == planted


def test_all_records_of_a_file_full_of_traps_are_accounted_for(tmp_path):
    register = tmp_path / "service_requests.csv"
    register.write_bytes(hard())
    landed, conformed = taken(tmp_path, register)
    kept = conformed.tables["service_requests"]["source_row"].to_pylist()
    refused = [row.row_number for row in conformed.rejected]

    assert kept == [2, 6, 9, 10, 11, 14, 15, 19, 20, 22, 24, 25]
    assert refused == [3, 4, 5, 12, 13, 16, 17, 18, 21, 23]
    # rows 7 and 8: the second line of row 6, and an empty line, which is told
    assert "1 empty rows" in landed.notices[-1].message % dict(landed.notices[-1].values)
