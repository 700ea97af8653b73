"""Columns that several tables have in common."""

from dampak.datapack.columns import Column, Kind
from dampak.foundation.text import gettext_noop

_UNIT_HEADERS = ("unit", "kode", "kode_unor", "kode_opd", "unit_kerja", "id_unit", "unit_id", "opd")


def unit_code(*, required: bool = True) -> Column:
    """The unit the row belongs to."""
    return Column(
        name="unit_code",
        indonesian="kode_unit",
        kind=Kind.CODE,
        required=required,
        aliases=_UNIT_HEADERS,
        explanation=gettext_noop("Code of the unit, as in the table of units."),
    )


def service() -> Column:
    """The service asked for."""
    return Column(
        name="service",
        indonesian="layanan",
        kind=Kind.TEXT,
        aliases=("jenis_layanan", "nama_layanan", "pelayanan", "jenis_pelayanan", "service_type"),
        explanation=gettext_noop("Which service, in the words of your service standard."),
    )


def person_key(*, required: bool = False) -> Column:
    """The person; a NIP is welcome and never kept."""
    return Column(
        name="person_key",
        indonesian="nip",
        kind=Kind.CODE,
        required=required,
        identifies_person=True,
        aliases=("nip_baru", "nipbaru", "ni_pppk", "id_pegawai", "employee_id", "person"),
        explanation=gettext_noop(
            "NIP or your own number of the person. It is turned into a key on entry; the NIP itself"
            " is not kept."
        ),
    )


def programme(*, required: bool = True) -> Column:
    """The training programme."""
    return Column(
        name="programme",
        indonesian="program",
        kind=Kind.TEXT,
        required=required,
        aliases=("nama_program", "program_pelatihan", "nama_pelatihan", "pelatihan", "diklat"),
        explanation=gettext_noop("Name or code of the training programme, always spelled alike."),
    )


def cohort() -> Column:
    """One delivery of a programme."""
    return Column(
        name="cohort",
        indonesian="angkatan",
        kind=Kind.CODE,
        aliases=("gelombang", "batch", "kelas", "kelompok"),
        explanation=gettext_noop("Which delivery of the programme, for example 2026-I."),
    )
