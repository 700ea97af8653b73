"""The lists from which the tree of units and the staff are imported.

Headers are those of the data pack, of templates, and of the exports of SIASN (``nipBaru``,
``unorId``, ``jabatanNama``). What nobody needs (NIK, religion, address) has no column here.
"""

from dataclasses import replace

from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.tables.units import UNITS
from dampak.datapack.vocabulary import Vocabulary, Word
from dampak.foundation.text import gettext_noop

TIME_ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")


def _word(code: str, english: str, indonesian: str, *aliases: str) -> Word:
    return Word(code=code, english=english, indonesian=indonesian, aliases=aliases)


def _rank(group: str, step: str = "") -> Word:
    if not step:
        return _word(group, group, group)
    return _word(f"{group}/{step}", f"{group}/{step}", f"{group}/{step}", f"{group}{step}")


ZONE = Vocabulary(
    words=(
        _word("Asia/Jakarta", "Asia/Jakarta", "WIB", "Asia/Pontianak"),
        _word("Asia/Makassar", "Asia/Makassar", "WITA"),
        _word("Asia/Jayapura", "Asia/Jayapura", "WIT"),
    )
)
POSITION_KIND = Vocabulary(
    words=(
        _word(
            "structural",
            "Structural",
            "Struktural",
            *("1", "jabatan struktural", "manajerial", "jpt", "administrator", "pengawas"),
            *("jabatan pimpinan tinggi", "jabatan administrator", "jabatan pengawas"),
        ),
        _word(
            "functional",
            "Functional",
            "Fungsional",
            *("2", "fungsional tertentu", "jabatan fungsional", "jft", "jf"),
            "jabatan fungsional tertentu",
        ),
        _word(
            "general",
            "General staff",
            "Pelaksana",
            *("4", "general", "fungsional umum", "jabatan pelaksana", "jfu"),
            "jabatan fungsional umum",
        ),
    )
)
EMPLOYMENT = Vocabulary(
    words=(
        _word("PNS", "PNS", "PNS", "cpns", "pegawai negeri sipil", "calon pns"),
        _word("PPPK", "PPPK", "PPPK", "p3k", "pppk paruh waktu", "pppk penuh waktu"),
    )
)
RANK = Vocabulary(
    words=(
        *(_rank(group, step) for group in ("I", "II", "III") for step in "abcd"),
        *(_rank("IV", step) for step in "abcde"),
        *map(_rank, ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")),
        *map(_rank, ("X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII")),
    )
)
SCHOOLING = Vocabulary(
    words=(
        _word("none", "No school", "Tidak sekolah", "tidak tamat sd"),
        _word("sd", "Primary school", "SD", "sekolah dasar", "mi"),
        _word(
            "smp", "Lower secondary school", "SMP", "sltp", "mts", "sltp kejuruan", "slta kelas 1"
        ),
        _word(
            "sma",
            "Upper secondary school",
            "SMA",
            *("slta", "smk", "ma", "smu", "slta kejuruan", "slta keguruan", "sma smk"),
        ),
        _word(
            "diploma",
            "Diploma",
            "Diploma",
            *("d1", "d2", "d3", "d i", "d ii", "d iii", "diploma i", "diploma ii", "diploma iii"),
            *("diploma iii sarjana muda", "sarjana muda"),
        ),
        _word(
            "s1",
            "Bachelor",
            "S1",
            *("d4", "d iv", "diploma iv", "sarjana", "s 1", "s 1 sarjana", "s1 sarjana", "d4 s1"),
        ),
        _word("s2", "Master", "S2", "magister", "s 2", "s 2 magister", "s2 magister"),
        _word("s3", "Doctorate", "S3", "doktor", "s 3", "s 3 doktor", "s3 doktor"),
    )
)
STANDING = Vocabulary(
    words=(
        _word(
            "active",
            "In service",
            "Aktif",
            *(
                "pns aktif",
                "pppk aktif",
                "active",
                "diperbantukan",
                "dipekerjakan",
                "masa persiapan pensiun",
            ),
            "mpp",
        ),
        _word(
            "leave",
            "On leave without pay",
            "CLTN",
            "cuti di luar tanggungan negara",
            "cuti luar tanggungan negara",
        ),
        _word("study", "On study leave", "Tugas belajar", "study leave"),
        _word("suspended", "Suspended", "Diberhentikan sementara", "pemberhentian sementara"),
        _word("retired", "Retired", "Pensiun", "bup"),
        _word("left", "Left the service", "Berhenti", "diberhentikan", "mengundurkan diri"),
        _word("died", "Died", "Meninggal", "meninggal dunia", "wafat"),
    )
)

UNITS_OF_STAFF = replace(
    UNITS,
    columns=(
        *UNITS.columns,
        Column(
            name="time_zone",
            indonesian="zona_waktu",
            kind=Kind.VOCABULARY,
            words=ZONE,
            aliases=("zona", "timezone"),
            explanation=gettext_noop("The clock of the unit; empty if it is that above it."),
        ),
    ),
)
STAFF = Table(
    name="staff",
    indonesian="pegawai",
    grain=gettext_noop("One person in one post, now or from the first to the last day in it."),
    key=("nip", "from_on"),
    aliases=("people", "asn", "daftar pegawai", "data utama", "daftar urut kepangkatan"),
    columns=(
        Column(
            name="nip",
            indonesian="nip",
            kind=Kind.CODE,
            required=True,
            identifies_person=True,
            aliases=("nip_baru", "nipbaru", "ni_pppk", "nip_pegawai", "nomor_induk_pegawai"),
            explanation=gettext_noop(
                "NIP or NI PPPK, 18 digits, as text. It is turned into a key on entry and not kept."
            ),
        ),
        Column(
            name="name",
            indonesian="nama",
            kind=Kind.TEXT,
            required=True,
            aliases=("nama_pegawai", "nama_lengkap"),
            explanation=gettext_noop("The name, with or without titles."),
        ),
        Column(
            name="unit_code",
            indonesian="kode_unit",
            kind=Kind.CODE,
            required=True,
            aliases=("unorid", "unor_id", "kode_unor", "id_unor", "kode_opd", "unit_id", "kode"),
            explanation=gettext_noop("Code of the unit, as in the list of units."),
        ),
        Column(
            name="unit_name",
            indonesian="nama_unit",
            kind=Kind.TEXT,
            aliases=("unornama", "unor_nama", "nama_unor", "unit_kerja"),
            explanation=gettext_noop(
                "Name of the unit; with it units are made that no list of units names."
            ),
        ),
        Column(
            name="parent_code",
            indonesian="kode_unit_induk",
            kind=Kind.CODE,
            aliases=("unorindukid", "unor_induk_id", "kode_unor_induk"),
            explanation=gettext_noop("Code of the unit above that unit."),
        ),
        Column(
            name="parent_name",
            indonesian="nama_unit_induk",
            kind=Kind.TEXT,
            aliases=("unorinduknama", "unor_induk_nama", "nama_unor_induk"),
            explanation=gettext_noop("Name of the unit above that unit."),
        ),
        Column(
            name="position",
            indonesian="jabatan",
            kind=Kind.TEXT,
            aliases=("jabatannama", "jabatan_nama", "nama_jabatan", "post"),
            explanation=gettext_noop("The post the person holds."),
        ),
        Column(
            name="kind",
            indonesian="jenis_jabatan",
            kind=Kind.VOCABULARY,
            words=POSITION_KIND,
            aliases=("jenisjabatanid", "jenisjabatan", "jenis_jabatan_id", "position_kind"),
            explanation=gettext_noop("Whether the post is structural, functional or general."),
        ),
        Column(
            name="employment",
            indonesian="jenis_pegawai",
            kind=Kind.VOCABULARY,
            words=EMPLOYMENT,
            aliases=("jenispegawainama", "jenis_pegawai_nama", "statuspegawai", "status_pegawai"),
            explanation=gettext_noop("PNS or PPPK; empty: told by the number."),
        ),
        Column(
            name="rank",
            indonesian="golongan",
            kind=Kind.VOCABULARY,
            words=RANK,
            aliases=("golruangakhir", "gol_ruang_akhir", "golongan_ruang", "gol", "golonganakhir"),
            explanation=gettext_noop("Grade, such as III/a, or IX of those on contract."),
        ),
        Column(
            name="education",
            indonesian="pendidikan",
            kind=Kind.VOCABULARY,
            words=SCHOOLING,
            aliases=(
                *("tkpendidikanterakhir", "tkpendidikanterakhirnama", "tk_pendidikan_terakhir"),
                *("tingkat_pendidikan", "pendidikan_terakhir"),
            ),
            explanation=gettext_noop("The highest schooling."),
        ),
        Column(
            name="status",
            indonesian="kedudukan",
            kind=Kind.VOCABULARY,
            words=STANDING,
            aliases=("kedudukanpnsnama", "kedudukan_pns_nama", "kedudukan_hukum", "kedudukanpns"),
            explanation=gettext_noop("In service, on leave, retired …; empty: in service."),
        ),
        Column(
            name="supervisor",
            indonesian="nip_atasan",
            kind=Kind.CODE,
            identifies_person=True,
            aliases=("nip_atasan_langsung", "nipatasan", "atasan"),
            explanation=gettext_noop("NIP of the person whom this person answers to."),
        ),
        Column(
            name="from_on",
            indonesian="sejak",
            kind=Kind.DATE,
            aliases=("from", "mulai", "tmt_jabatan", "tmtjabatan", "tmt", "tanggal_mulai"),
            explanation=gettext_noop("First day in this unit and post; empty if nobody knows."),
        ),
        Column(
            name="to_on",
            indonesian="sampai",
            kind=Kind.DATE,
            aliases=("to", "hingga", "tanggal_selesai"),
            explanation=gettext_noop("Last day in this unit and post; empty if still there."),
        ),
    ),
)
STAFF_TABLES = (UNITS_OF_STAFF, STAFF)
