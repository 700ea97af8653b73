"""Files of every kind that come by mistake: each gets words that help, and changes nothing.

Both roads are walked: `dampak import` at a terminal, and a delivery handed in on the site.
"""

import pytest
from tests.integration.bad_input.readable_files import READ_WITH_A_WORD
from tests.integration.bad_input.refused_files import REFUSED_FILES
from tests.integration.bad_input.telling import imported, says, sentences
from tests.integration.bad_input.unchanged import Unchanged
from tests.integration.conftest import AT, upload

from dampak.intake.previewing import preview_of
from dampak.intake.services import CannotAccept, accept_delivery


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("case", REFUSED_FILES)
def test_import_refuses_in_words_and_changes_nothing(case, office, tmp_path, monkeypatch):
    name, content, indonesian, english = REFUSED_FILES[case]
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = Unchanged(office)

    for language, essentials in (("id", indonesian), ("en", english)):
        told = imported(path, language, monkeypatch)
        says(told, essentials)
        assert name in told

    before.hold()


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("case", REFUSED_FILES)
def test_the_site_refuses_in_words_and_changes_nothing(case, office, hand_in):
    name, content, indonesian, english = REFUSED_FILES[case]
    before = Unchanged(office)

    delivery = hand_in([upload(name, content)])
    preview = preview_of(delivery)

    assert not preview["can_be_accepted"]
    says(sentences(preview, "id"), indonesian)
    says(sentences(preview, "en"), english)
    with pytest.raises(CannotAccept):
        accept_delivery(delivery, by="sri", at=AT)
    before.hold()


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("case", READ_WITH_A_WORD)
def test_what_can_be_read_is_told_and_changes_nothing_before_it_is_accepted(case, office, hand_in):
    name, content, indonesian, english = READ_WITH_A_WORD[case]
    before = Unchanged(office)

    preview = preview_of(hand_in([upload(name, content)]))

    assert preview["can_be_accepted"]
    says(sentences(preview, "id"), indonesian)
    says(sentences(preview, "en"), english)
    before.hold()
