"""Who serves: the units whose service is measured."""

from dampak.datapack.columns import Column, Kind, Table
from dampak.foundation.text import gettext_noop

UNITS = Table(
    name="units",
    indonesian="unit_kerja",
    grain=gettext_noop("One unit that serves the public, such as an office, a counter, a clinic."),
    key=("code", "valid_from"),
    largest_refused_share=0.2,
    aliases=("unit", "unor", "opd", "perangkat daerah", "satuan kerja", "daftar unit"),
    columns=(
        Column(
            name="code",
            indonesian="kode_unit",
            kind=Kind.CODE,
            required=True,
            aliases=("kode", "unit_code", "id_unit", "unit_id", "kode_unor", "kode_opd"),
            explanation=gettext_noop("Your own code of the unit; every other table uses it."),
        ),
        Column(
            name="name",
            indonesian="nama_unit",
            kind=Kind.TEXT,
            required=True,
            aliases=("nama", "unit_name", "unit", "nama_unor", "nama_opd", "unit_kerja"),
            explanation=gettext_noop("The name of the unit as the public reads it."),
        ),
        Column(
            name="parent_code",
            indonesian="kode_unit_induk",
            kind=Kind.CODE,
            aliases=("kode_induk", "induk", "unit_induk", "parent", "unor_induk"),
            explanation=gettext_noop("Code of the unit above it; empty at the top."),
        ),
        Column(
            name="kind",
            indonesian="jenis_unit",
            kind=Kind.TEXT,
            aliases=("jenis", "tipe_unit", "type"),
            explanation=gettext_noop("What sort of unit it is, such as district or clinic."),
        ),
        Column(
            name="region_code",
            indonesian="kode_wilayah",
            kind=Kind.CODE,
            aliases=("wilayah", "kode_kemendagri", "region"),
            explanation=gettext_noop("Code of the region, for example 33.74.01."),
        ),
        Column(
            name="valid_from",
            indonesian="berlaku_sejak",
            kind=Kind.DATE,
            aliases=("berlaku_mulai", "tanggal_berlaku", "mulai_berlaku", "dibentuk"),
            explanation=gettext_noop(
                "First day on which the row holds: the unit was founded, renamed or moved; empty if"
                " long ago."
            ),
        ),
        Column(
            name="valid_to",
            indonesian="berlaku_sampai",
            kind=Kind.DATE,
            aliases=("berlaku_hingga", "dihapus", "tanggal_berakhir"),
            explanation=gettext_noop(
                "Last day on which the row holds; empty if it still does, or if a later row"
                " follows."
            ),
        ),
        Column(
            name="successor_code",
            indonesian="kode_unit_pengganti",
            kind=Kind.CODE,
            aliases=("unit_pengganti", "pengganti", "successor"),
            explanation=gettext_noop(
                "Code of the unit that took over its work, if any; several, with semicolons between"
                " them, if it was divided."
            ),
        ),
    ),
)
