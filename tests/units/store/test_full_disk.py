"""A disk that takes no more stops an import in words, and keeps nothing half written."""

import errno
from datetime import UTC, datetime

import pytest
from tests.landed_files import landed_rows, units

from dampak.language.saying import say
from dampak.warehouse.store import CannotPublish, Store, deliver
from dampak.warehouse.store.disk import Disk

AT = datetime(2026, 3, 2, tzinfo=UTC)
FIRST = (
    units("U1"),
    landed_rows("events", ["unit_code", "from_on", "kind"], [["U1", "2026-01-02", "flood"]]),
)


class FullDisk(Disk):
    """Refuses at the given step, as an operating system does."""

    def __init__(self, at, number=errno.ENOSPC):
        self.at, self.number = at, number

    def passed(self, step):
        self.at -= 1
        if not self.at:
            raise OSError(self.number, "refused")


@pytest.mark.parametrize("at", [1, 2, 3, 4, 7, 12])
def test_a_full_disk_is_told_and_leaves_the_served_snapshot(tmp_path, at):
    served = deliver(FIRST, Store(tmp_path), at=AT, by="sri")

    with pytest.raises(CannotPublish) as refusal:
        deliver([units("U1", "U2")], Store(tmp_path, disk=FullDisk(at)), at=AT, by="sri")

    assert "karena ruang penyimpanan penuh" in say(refusal.value.sentence, "id")
    assert "because the disk is full" in say(refusal.value.sentence, "en")
    assert Store(tmp_path).head() == served
    assert not list(tmp_path.rglob("*.aside"))


def test_with_room_again_the_same_import_succeeds(tmp_path):
    deliver(FIRST, Store(tmp_path), at=AT, by="sri")
    with pytest.raises(CannotPublish):
        deliver([units("U1", "U2")], Store(tmp_path, disk=FullDisk(2)), at=AT, by="sri")

    assert deliver([units("U1", "U2")], Store(tmp_path), at=AT, by="sri").number == 2


def test_a_fault_without_a_known_name_is_told_in_the_systems_words(tmp_path):
    with pytest.raises(CannotPublish) as refusal:
        deliver(FIRST, Store(tmp_path, disk=FullDisk(1, errno.ENODEV)), at=AT, by="sri")

    assert "No such device" in say(refusal.value.sentence, "en")
