"""Who worked where, and since when."""

from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.tables import shared_columns
from dampak.foundation.text import gettext_noop

PEOPLE = Table(
    name="people",
    indonesian="pegawai",
    grain=gettext_noop("One person in one post, from the first to the last day in it."),
    key=("person_key", "unit_code", "from_on"),
    aliases=("staff", "asn", "daftar pegawai", "riwayat jabatan"),
    columns=(
        shared_columns.person_key(required=True),
        shared_columns.unit_code(),
        Column(
            name="position",
            indonesian="jabatan",
            kind=Kind.TEXT,
            aliases=("nama_jabatan", "post"),
            explanation=gettext_noop("The post the person holds."),
        ),
        Column(
            name="from_on",
            indonesian="sejak",
            kind=Kind.DATE,
            aliases=("from", "mulai", "tmt", "tmt_jabatan", "tanggal_mulai"),
            explanation=gettext_noop("First day in this unit."),
        ),
        Column(
            name="to_on",
            indonesian="sampai",
            kind=Kind.DATE,
            aliases=("to", "hingga", "selesai", "tanggal_selesai"),
            explanation=gettext_noop("Last day in this unit; empty if still there."),
        ),
    ),
)
