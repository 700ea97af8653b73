"""Indonesian comes first: no sentence may reach an Indonesian reader in English."""

from tools import missing_translations


def test_every_sentence_has_its_indonesian():
    assert not [str(fault) for fault in missing_translations.faults()]


def test_a_sentence_without_indonesian_is_found(tmp_path):
    (tmp_path / "room.py").write_text('Sentence("A sentence nobody has translated.")')

    found = list(missing_translations.faults(tmp_path))

    assert [fault.message for fault in found] == ["A sentence nobody has translated."]
