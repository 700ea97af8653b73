# ruff: noqa: E501 - lines of Markdown
"""What the generated pages of the reference say round the definitions, in both languages."""

from collections.abc import Mapping

Said = Mapping[str, str]

COMMAND_LINE: Said = {
    "en": """\
# The command line

One command, `dampak`; each verb does one thing. Everything it keeps lives in one folder, `DAMPAK_HOME` (see
[settings](settings.md)). It speaks Indonesian, or English with `DAMPAK_LANGUAGE=en`. What the verbs do for the work
stands in the [guides](../README.md). This page is written by the program itself.
""",
    "id": """\
# Baris perintah

Satu perintah, `dampak`; setiap kata kerja mengerjakan satu hal. Semua yang disimpan ada di satu folder, `DAMPAK_HOME`
(lihat [setelan](settings.md)). Bahasanya Indonesia, atau Inggris dengan `DAMPAK_LANGUAGE=en`. Cara memakainya dalam
pekerjaan ada di [panduan](../README.md). Halaman ini ditulis oleh programnya sendiri.
""",
}

EXIT_CODES: Said = {
    "en": """\
## How a command ends

| code | means |
| --- | --- |
| 0 | done |
| 2 | the command was used wrongly, or a setting cannot be read |
| 3 | the input was refused: every fault is said, nothing was written or changed |

Progress and refusals go to the error stream, results to the output.
""",
    "id": """\
## Cara perintah berakhir

| kode | artinya |
| --- | --- |
| 0 | selesai |
| 2 | perintah salah ditulis, atau ada setelan yang tidak terbaca |
| 3 | berkas ditolak: semua kesalahan disebut, tidak ada yang ditulis atau diubah |

Kemajuan dan penolakan dikirim ke saluran galat, hasil ke keluaran.
""",
}

DATA_PACK: Said = {
    "en": """\
# The data pack

What an office hands over: one folder with one file for each table, or workbooks with one table a sheet. Needed are
`units` and one table of outcomes (`service_requests`, `complaints`, `satisfaction`, `accuracy_checks` or `unit_months`);
without `training` there are indicators and no study. How to fill it is told in
[prepare a data pack](../how-to/prepare-a-data-pack.md). This page is written from the definitions that read the files.

**Files.** CSV (comma, semicolon or tab) or XLSX, up to 1 GB each. UTF-8, UTF-16 and Windows-1252 are recognised. The
first rows of a sheet may be titles.

**Headers** in Indonesian or English, or one of the other headers named below; case, spaces and punctuation do not matter.
A column that dampak does not know is left alone.

**Days** `2026-03-31`, `31/03/2026`, `31-03-2026`, `31 Maret 2026`; moments the same with `08:15` or `08.15`. The day
stands before the month; a file that writes the month first is refused, unless its mapping says so.

**Numbers** with a decimal comma or point. `1.250` alone may be a thousand or a fraction: the other values of the column
decide, and where they do not, the cell is refused.

**NIP** as text of 18 digits. It becomes a key on the way in and is never kept.

The same as Table Schema, for programs that check a file beforehand: `dampak template FOLDER --schemas`.
""",
    "id": """\
# Paket data

Yang diserahkan kantor: satu folder dengan satu berkas untuk setiap tabel, atau buku kerja dengan satu tabel di setiap
lembar. Yang wajib hanya `unit_kerja` dan satu tabel hasil (`permohonan_layanan`, `pengaduan`, `survei_kepuasan`,
`pemeriksaan_data`, atau `unit_bulan`); tanpa `pelatihan` ada indikator, tetapi tidak ada kajian. Cara mengisinya ada di
[menyiapkan paket data](../how-to/menyiapkan-paket-data.md). Halaman ini ditulis dari definisi yang membaca berkasnya.

**Berkas.** CSV (koma, titik koma, atau tab) atau XLSX, paling besar 1 GB. UTF-8, UTF-16, dan Windows-1252 dikenali.
Baris-baris pertama sebuah lembar boleh berisi judul laporan.

**Judul kolom** berbahasa Indonesia atau Inggris, atau salah satu judul lain yang disebut di bawah; huruf besar, spasi,
dan tanda baca tidak berpengaruh. Kolom yang tidak dikenal dibiarkan.

**Tanggal** `31/03/2026`, `31-03-2026`, `2026-03-31`, `31 Maret 2026`; waktu ditulis sama, ditambah `08.15` atau `08:15`.
Hari selalu di depan bulan; berkas yang menulis bulan lebih dulu ditolak, kecuali pemetaannya menyatakan demikian.

**Angka** dengan koma atau titik desimal. `1.250` yang berdiri sendiri dapat berarti ribuan atau pecahan: isi kolom yang
lain menentukan, dan bila tidak dapat, sel itu ditolak.

**NIP** berupa teks 18 angka. Saat masuk, NIP diubah menjadi kunci dan tidak pernah disimpan.

Isi yang sama sebagai Table Schema, untuk program yang memeriksa berkas lebih dulu: `dampak template FOLDER --schemas`.
""",
}

DATA_PACK_WORDS: Mapping[str, dict[str, str]] = {
    "en": {
        "key": "Two rows are the same if these agree: {}.",
        "no_key": "It has no key: a row is a repetition only if it says the same in every column.",
        "one_of": "At least one of these columns must be there: {}.",
        "refused": "If more than {} % of the rows are refused, nothing of the table is taken.",
        "own_columns": "Columns of your own are welcome and hold numbers; each may be an outcome.",
        "heads": "column | holds | needed | explanation | other headers understood",
        "required": "yes",
    },
    "id": {
        "key": "Dua baris dianggap sama bila ini sama: {}.",
        "no_key": "Tabel ini tanpa kunci: baris dianggap berulang hanya bila semua kolomnya sama.",
        "one_of": "Paling sedikit salah satu kolom ini harus ada: {}.",
        "refused": "Bila lebih dari {} % barisnya ditolak, tabel ini tidak diambil sama sekali.",
        "own_columns": "Kolom Anda sendiri boleh ditambahkan dan berisi angka; masing-masing dapat menjadi hasil.",
        "heads": "kolom | isi | wajib | penjelasan | judul lain yang dikenali",
        "required": "ya",
    },
}

KINDS: Mapping[str, Said] = {
    "en": {
        "text": "text",
        "code": "code",
        "date": "day",
        "month": "month",
        "moment": "day, with time if known",
        "number": "number",
        "integer": "whole number",
        "boolean": "yes or no",
        "share": "share, 0 to 1 or percent",
        "answer": "1 to 4",
        "vocabulary": "a word of the list",
    },
    "id": {
        "text": "teks",
        "code": "kode",
        "date": "tanggal",
        "month": "bulan",
        "moment": "tanggal, dengan jam bila ada",
        "number": "angka",
        "integer": "bilangan bulat",
        "boolean": "ya atau tidak",
        "share": "bagian, 0 sampai 1 atau persen",
        "answer": "1 sampai 4",
        "vocabulary": "salah satu kata",
    },
}

SETTINGS_PAGE: Said = {
    "en": """\
# Settings

All from the environment; a laptop needs none of them. What cannot be read is said at the start, every fault together, and
nothing begins. Yes and no are written `1` and `0`; several words are separated by commas.

| variable | otherwise | what it is for |
| --- | --- | --- |""",
    "id": """\
# Setelan

Semuanya dari variabel lingkungan; laptop tidak memerlukan satu pun. Yang tidak terbaca disebut saat mulai, semua sekaligus,
dan tidak ada yang dijalankan. Ya dan tidak ditulis `1` dan `0`; beberapa kata dipisahkan dengan koma.

| variabel | bila tidak disetel | gunanya |
| --- | --- | --- |""",
}

SETTINGS: Mapping[str, Said] = {
    "DAMPAK_HOME": {
        "en": "The folder in which everything lives: ledger, data, uploads, keys. Back this up.",
        "id": "Folder tempat semuanya disimpan: basis data, data, unggahan, kunci. Inilah yang dicadangkan.",
    },
    "DAMPAK_LANGUAGE": {
        "en": "`id` or `en`, on the command line. Otherwise the terminal's own language if it is set (`LANG`), else "
        "Indonesian. The site is Indonesian until a reader presses *English*.",
        "id": "`id` atau `en`, untuk baris perintah. Bila kosong, bahasa terminal (`LANG`) yang berlaku, dan bila itu pun "
        "kosong, bahasa Indonesia. Situs berbahasa Indonesia sampai pembaca menekan *English*.",
    },
    "DAMPAK_DEMO": {
        "en": "Whether `dampak run` fills an empty home with the invented regency. `0` for real work.",
        "id": "Apakah `dampak run` mengisi rumah data yang kosong dengan kabupaten rekaan. `0` untuk pekerjaan nyata.",
    },
    "DAMPAK_HOSTS": {
        "en": "The names under which the site may be asked for.",
        "id": "Nama-nama alamat yang boleh dipakai untuk membuka situs.",
    },
    "DAMPAK_HTTPS": {
        "en": "The site is reached over HTTPS only: cookies and browsers are told so. The proxy in front sends "
        "`X-Forwarded-Proto`.",
        "id": "Situs hanya dibuka lewat HTTPS: kuki dan peramban diberi tahu. Proksi di depannya mengirim "
        "`X-Forwarded-Proto`.",
    },
    "DAMPAK_TRUSTED_ORIGINS": {
        "en": "Addresses with `https://` from which forms are accepted when a proxy stands in front.",
        "id": "Alamat dengan `https://` yang formulirnya diterima bila ada proksi di depan.",
    },
    "DAMPAK_DATABASE_URL": {
        "en": "The ledger on PostgreSQL, `postgresql://user:password@host:5432/name`. Otherwise SQLite, the file "
        "`ledger.db` in the home.",
        "id": "Basis data di PostgreSQL, `postgresql://pengguna:sandi@host:5432/nama`. Bila kosong: SQLite, berkas "
        "`ledger.db` di rumah data.",
    },
    "DAMPAK_SECRET_KEY": {
        "en": "Signs sessions and forms. Otherwise made once and kept in the home, in `secret-key`.",
        "id": "Menandatangani sesi dan formulir. Bila kosong: dibuat sekali dan disimpan di rumah data, `secret-key`.",
    },
    "DAMPAK_TIME_ZONE": {
        "en": "Which day a moment falls on, for instance `Asia/Makassar`.",
        "id": "Zona waktu yang menentukan tanggal, misalnya `Asia/Makassar`.",
    },
    "DAMPAK_LARGEST_DELIVERY_MB": {
        "en": "The largest delivery in the browser, all its files together, in MB.",
        "id": "Kiriman terbesar lewat peramban, semua berkasnya bersama-sama, dalam MB.",
    },
    "DAMPAK_RESPONSES_PER_MINUTE": {
        "en": "How many responses to one survey an address may hand in within a minute, over all "
        "processes together. The address is counted as a word that only this server's key makes of it, "
        "another one in each minute.",
        "id": "Berapa jawaban untuk satu survei yang boleh dikirim satu alamat dalam satu menit, "
        "dihitung atas semua proses bersama-sama. Alamat dihitung sebagai kata yang hanya dapat dibuat "
        "dengan kunci peladen ini, dan setiap menit lain katanya.",
    },
    "DAMPAK_API_PER_MINUTE": {
        "en": "How many requests to the API one token may make within a minute.",
        "id": "Berapa permintaan ke API yang boleh dibuat satu token dalam satu menit.",
    },
    "DAMPAK_API_PER_MINUTE_WITHOUT_TOKEN": {
        "en": "How many requests to the API one address may make within a minute without a valid "
        "token; the address is counted as a word that only this server's key makes of it.",
        "id": "Berapa permintaan ke API yang boleh dibuat satu alamat dalam satu menit tanpa token "
        "yang berlaku; alamat dihitung sebagai kata yang hanya dapat dibuat dengan kunci peladen ini.",
    },
    "DAMPAK_TRIES_PER_NAME": {
        "en": "How many tries of one sign-in name within a quarter of an hour are let through; the next "
        "closes the name.",
        "id": "Berapa percobaan atas satu nama pengguna dalam seperempat jam yang diperbolehkan; "
        "berikutnya menutup nama itu.",
    },
    "DAMPAK_TRIES_PER_ADDRESS": {
        "en": "The same for all tries from one network address: higher, because an office shares one.",
        "id": "Sama, untuk semua percobaan dari satu alamat jaringan: lebih tinggi, karena satu kantor "
        "berbagi satu alamat.",
    },
    "DAMPAK_LOCK_MINUTES": {
        "en": "For how many minutes a name or an address stays closed.",
        "id": "Berapa menit sebuah nama atau alamat tertutup.",
    },
    "DAMPAK_IDLE_MINUTES": {
        "en": "After how many minutes without anything happening somebody signs in again.",
        "id": "Sesudah berapa menit tanpa kegiatan seseorang masuk lagi.",
    },
    "DAMPAK_SESSION_HOURS": {
        "en": "How many hours a sign-in lasts at most.",
        "id": "Paling lama berapa jam sekali masuk berlaku.",
    },
    "DAMPAK_SECOND_FACTOR_ROLES": {
        "en": "The roles that open nothing without a second step, for instance `administrator,steward`.",
        "id": "Peran yang tidak membuka apa pun tanpa langkah kedua, misalnya `administrator,steward`.",
    },
    "DAMPAK_OIDC_ISSUER": {
        "en": "The government's sign-in server (OpenID Connect), as it spells itself, with `https://`. "
        "Without it there is no button.",
        "id": "Server masuk pemerintah (OpenID Connect), seperti ia menyebut dirinya, dengan `https://`. "
        "Tanpa ini tidak ada tombol.",
    },
    "DAMPAK_OIDC_CLIENT_ID": {
        "en": "What that server calls this site. Demanded together with the issuer.",
        "id": "Sebutan server itu untuk situs ini. Wajib bersama penerbit.",
    },
    "DAMPAK_OIDC_CLIENT_SECRET": {
        "en": "The secret that the two share. Demanded together with the issuer.",
        "id": "Rahasia bersama keduanya. Wajib bersama penerbit.",
    },
    "DAMPAK_OIDC_NAME": {
        "en": "The words on the button. Otherwise *Sign in with the government's account*.",
        "id": "Kata-kata pada tombol. Bila kosong: *Masuk dengan akun pemerintah*.",
    },
    "DAMPAK_OIDC_MATCH": {
        "en": "How an identity finds its account: `subject`, entered by an administrator, or `email`, a "
        "verified address the first time.",
        "id": "Cara identitas menemukan akunnya: `subject`, dimasukkan administrator, atau `email`, surel "
        "terverifikasi pada kali pertama.",
    },
    "DAMPAK_HSTS_SUBDOMAINS": {
        "en": "With HTTPS, browsers refuse plain HTTP for subdomains of this name too. `0` where those are "
        "not ready for it.",
        "id": "Dengan HTTPS, peramban juga menolak HTTP biasa untuk subdomain nama ini. `0` bila subdomain "
        "belum siap.",
    },
    "DAMPAK_ADDRESS": {
        "en": "Under which address people reach the site, for the links in messages. Without it where `dampak run` "
        "serves this machine alone, otherwise `http://localhost:8000`.",
        "id": "Alamat tempat orang membuka situs, untuk tautan di dalam pesan. Bila kosong: tempat `dampak run` "
        "melayani komputer ini sendiri, selain itu `http://localhost:8000`.",
    },
    "DAMPAK_MAIL_SERVER": {
        "en": "The mail server for messages, `smtp+starttls://user:password@host:587` (or `smtp://`, `smtps://`). "
        "Without one nothing leaves by e-mail: messages are only shown.",
        "id": "Server surel untuk pesan, `smtp+starttls://pengguna:sandi@host:587` (atau `smtp://`, `smtps://`). "
        "Bila kosong, tidak ada surel yang keluar: pesan hanya diperlihatkan.",
    },
    "DAMPAK_MAIL_FROM": {
        "en": "As whom e-mail leaves; needed with a mail server.",
        "id": "Pengirim surel; wajib bila server surel diatur.",
    },
    "DAMPAK_GATEWAY_ADDRESS": {
        "en": "The HTTP gateway to telephones (WhatsApp, SMS). Without one nothing leaves there.",
        "id": "Gerbang HTTP ke telepon (WhatsApp, SMS). Bila kosong, tidak ada yang keluar ke sana.",
    },
    "DAMPAK_GATEWAY_SECRET": {
        "en": "The secret with which the gateway knows this site.",
        "id": "Rahasia yang dikenal gerbang dari situs ini.",
    },
    "DAMPAK_MESSAGES_PER_WEEK": {
        "en": "How many messages that are not urgent leave for one person within seven days.",
        "id": "Berapa pesan tidak mendesak yang dikirim kepada satu orang dalam tujuh hari.",
    },
    "DAMPAK_OFFICE": {
        "en": "The office that answers for the data of people, as the notices at `/privasi/` name it.",
        "id": "Kantor yang bertanggung jawab atas data orang, seperti disebut di `/privasi/`.",
    },
    "DAMPAK_DPO_NAME": {
        "en": "The data protection officer (PPDP) whom people can ask.",
        "id": "Pejabat pelindung data pribadi (PPDP) yang dapat ditanya.",
    },
    "DAMPAK_DPO_CONTACT": {
        "en": "How that officer is reached: e-mail, telephone or room.",
        "id": "Cara menghubungi pejabat itu: surel, telepon, atau ruang.",
    },
    "DAMPAK_LOG_LEVEL": {
        "en": "How much is written to the error stream: `ERROR`, `WARNING`, `INFO`, `DEBUG`.",
        "id": "Seberapa banyak yang dicatat di saluran galat: `ERROR`, `WARNING`, `INFO`, `DEBUG`.",
    },
    "DAMPAK_LOG_FORMAT": {
        "en": "How a line of the log looks: `line` for people, `json` for a collector of logs.",
        "id": "Bentuk baris catatan: `line` untuk orang, `json` untuk pengumpul log.",
    },
    "DAMPAK_METRICS_NETWORKS": {
        "en": "The networks, separated by commas, that may read `/metrik` without a proxy between.",
        "id": "Jaringan, dipisah koma, yang boleh membaca `/metrik` tanpa proksi di antaranya.",
    },
    "DAMPAK_METRICS_SECRET": {
        "en": "Whoever brings it as `Authorization: Bearer` may read `/metrik` from anywhere.",
        "id": "Siapa yang membawanya sebagai `Authorization: Bearer` boleh membaca `/metrik`.",
    },
    "DAMPAK_BACKUP_RECIPIENTS": {
        "en": "Public keys (`age1...`, from `dampak backup-key`), separated by commas, for which `dampak backup` encrypts copies. Without one they are in clear text.",
        "id": "Kunci publik (`age1...`, dari `dampak backup-key`), dipisah koma, yang baginya `dampak backup` menyandikan cadangan. Tanpa itu cadangan tidak tersandi.",
    },
    "DAMPAK_DEBUG": {
        "en": "For developers only: error pages show the insides.",
        "id": "Hanya untuk pengembang: halaman galat memperlihatkan isi program.",
    },
}
