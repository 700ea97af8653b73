"""pandas takes in a register: the same columns typed, the same rules, the same refusals."""

from pathlib import Path

from dampak.benchmark.nation.register_words import ANSWERS, CHANNELS, DAY, FIELDS, MOMENT, STATUS

Counts = tuple[int, int]


def take_in(folder: Path) -> Counts:
    """How many rows were kept and refused; both lie in files beside the register."""
    import pandas as pd

    cells = pd.read_csv(
        folder / "service_requests.csv",
        sep=";",
        dtype=str,
        header=0,
        names=FIELDS,
        encoding="utf-8-sig",
    )
    units = pd.read_csv(folder / "units.csv", dtype=str)["kode_unit"]
    received = pd.to_datetime(cells["received_at"], format=MOMENT, errors="coerce")
    closed = pd.to_datetime(cells["closed_at"], format=MOMENT, errors="coerce")
    promised = pd.to_datetime(cells["promised_on"], format=DAY, errors="coerce")
    state, correct = cells["status"].map(STATUS), cells["record_correct"].map(ANSWERS)
    said = cells.notna()
    broken = (
        ~said["request_id"]
        | ~cells["unit_code"].isin(units)
        | received.isna()
        | (received < pd.Timestamp(2000, 1, 1))
        | (said["promised_on"] & promised.isna())
        | (said["closed_at"] & closed.isna())
        | (closed < received)
        | (said["status"] & state.isna())
        | ((state == "closed") & ~said["closed_at"])
        | ((state == "open") & closed.notna())
        | (said["record_correct"] & correct.isna())
    )
    sound = cells.assign(
        received_at=received,
        closed_at=closed,
        promised_on=promised,
        status=state,
        record_correct=correct,
        channel=cells["channel"].map(lambda word: CHANNELS.get(word, word)),
    )[~broken]
    sound.to_parquet(folder / "pandas.parquet", compression="zstd")
    cells[broken].to_parquet(folder / "pandas.rejects.parquet")
    return len(sound), int(broken.sum())
