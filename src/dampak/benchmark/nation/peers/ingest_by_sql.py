"""Plain DuckDB takes in a register: the same columns typed, the same rules, the same refusals."""

from pathlib import Path

from dampak.benchmark.nation.peers.files import THREADS
from dampak.benchmark.nation.register_words import ANSWERS, CHANNELS, DAY, FIELDS, MOMENT, STATUS
from dampak.warehouse.engines.in_duckdb import InDuckDB

Counts = tuple[int, int]


def take_in(folder: Path) -> Counts:
    """How many rows were kept and refused; both lie in files beside the register."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in FIELDS)
    with InDuckDB(threads=THREADS) as engine:
        for sql in (
            f"CREATE TABLE units AS FROM read_csv('{folder}/units.csv', all_varchar = true)",
            f"""CREATE TABLE cells AS FROM read_csv('{folder}/service_requests.csv', delim = ';',
              quote = '\"', header = true, auto_detect = false, columns = {{{columns}}},
              store_rejects = true)""",
            _TYPED,
            f"""COPY (SELECT request_id, unit_code, service, way, received,
              CAST(received AS DATE) AS received_on, promised, closed,
              CAST(closed AS DATE) AS closed_on, state, correct FROM typed WHERE reason = '')
            TO '{folder}/duckdb.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)""",  # nosec B608 - names of our own invented nation
            f"""COPY (SELECT {", ".join(FIELDS)}, reason FROM typed WHERE reason <> '')
            TO '{folder}/duckdb.rejects.parquet' (FORMAT parquet)""",  # nosec B608 - names of our own invented nation
        ):
            engine.run(sql)
        counts = engine.run(
            "SELECT count(*) FILTER (reason = '') AS kept,"
            " count(*) FILTER (reason <> '') AS refused FROM typed"
        )
    return int(counts["kept"][0].as_py()), int(counts["refused"][0].as_py())


def _case(column: str, words: dict[str, object], otherwise: str = "NULL") -> str:
    told = " ".join(f"WHEN {word!r} THEN {str(code)!r}" for word, code in words.items())
    return f"CASE {column} {told} ELSE {otherwise} END"


_TYPED = f"""
CREATE TABLE typed AS SELECT *, concat_ws('; ',
    CASE WHEN request_id IS NULL THEN 'request_id' END,
    CASE WHEN unit_code IS NULL THEN 'unit_code' END,
    CASE WHEN unit_code IS NOT NULL AND kode_unit IS NULL THEN 'unknown unit' END,
    CASE WHEN received IS NULL OR received < '2000-01-01' THEN 'received_at' END,
    CASE WHEN promised_on IS NOT NULL AND promised IS NULL THEN 'promised_on' END,
    CASE WHEN closed_at IS NOT NULL AND closed IS NULL THEN 'closed_at' END,
    CASE WHEN closed < received THEN 'closed before received' END,
    CASE WHEN status IS NOT NULL AND state IS NULL THEN 'status' END,
    CASE WHEN state = 'closed' AND closed_at IS NULL THEN 'closed without a day' END,
    CASE WHEN state = 'open' AND closed IS NOT NULL THEN 'open with a day' END,
    CASE WHEN record_correct IS NOT NULL AND correct IS NULL THEN 'record_correct' END
) AS reason FROM (
    SELECT cells.*, units.kode_unit,
        try_strptime(received_at, '{MOMENT}') AS received,
        CAST(try_strptime(promised_on, '{DAY}') AS DATE) AS promised,
        try_strptime(closed_at, '{MOMENT}') AS closed,
        {_case("channel", CHANNELS, "channel")} AS way,
        {_case("status", STATUS)} AS state,
        CAST({_case("record_correct", ANSWERS)} AS BOOLEAN) AS correct
    FROM cells LEFT JOIN units ON kode_unit = unit_code
)"""  # nosec B608 - names of our own invented nation
