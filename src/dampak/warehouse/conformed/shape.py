"""The typed tables of the warehouse: names and types of their columns.

Every table ends with ``source_file`` (the first twelve characters of the file's SHA-256) and
``source_row`` (the row as a spreadsheet shows it), so that each counted row can be found again in
the file it came from. ``unit_months`` also carries the office's own numeric columns.
"""

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

TEXT, DAY, MOMENT, YES_NO = pa.string(), pa.date32(), pa.timestamp("us"), pa.bool_()
NUMBER, WHOLE, ANSWER = pa.float64(), pa.int64(), pa.int8()

UNSUR = (
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "pengaduan",
    "sarpras",
)

_COLUMNS: dict[str, dict[str, pa.DataType]] = {
    "units": {
        "code": TEXT,
        "name": TEXT,
        "parent_code": TEXT,
        "kind": TEXT,
        "region_code": TEXT,
        "valid_from": DAY,
        "valid_to": DAY,
        "successor_code": TEXT,
    },
    "people": {
        "person_key": TEXT,
        "unit_code": TEXT,
        "position": TEXT,
        "from_on": DAY,
        "to_on": DAY,
    },
    "training": {
        "unit_code": TEXT,
        "person_key": TEXT,
        "programme": TEXT,
        "cohort": TEXT,
        "module": TEXT,
        "started_on": DAY,
        "ended_on": DAY,
        "lesson_hours": NUMBER,
        "attended": YES_NO,
        "pretest": NUMBER,
        "posttest": NUMBER,
        "cost": NUMBER,
    },
    "service_requests": {
        "request_id": TEXT,
        "unit_code": TEXT,
        "service": TEXT,
        "channel": TEXT,
        "is_digital": YES_NO,
        "received_at": MOMENT,
        "received_on": DAY,
        "promised_on": DAY,
        "closed_at": MOMENT,
        "closed_on": DAY,
        "status": TEXT,
        "was_withdrawn": YES_NO,
        "record_correct": YES_NO,
    },
    "complaints": {
        "complaint_id": TEXT,
        "unit_code": TEXT,
        "service": TEXT,
        "category": TEXT,
        "received_on": DAY,
        "resolved_on": DAY,
        "status": TEXT,
    },
    "satisfaction": {
        "response_id": TEXT,
        "unit_code": TEXT,
        "service": TEXT,
        "answered_on": DAY,
        **dict.fromkeys(UNSUR, ANSWER),
        "sex": TEXT,
        "age": WHOLE,
        "education": TEXT,
        "occupation": TEXT,
        "comment": TEXT,
    },
    "accuracy_checks": {
        "unit_code": TEXT,
        "service": TEXT,
        "checked_on": DAY,
        "record_id": TEXT,
        "fields_checked": WHOLE,
        "fields_correct": WHOLE,
        "checker": TEXT,
    },
    "waves": {
        "programme": TEXT,
        "cohort": TEXT,
        "relation": TEXT,
        "person_key": TEXT,
        "wave_month": WHOLE,
        "item": TEXT,
        "value": NUMBER,
    },
    "events": {
        "unit_code": TEXT,
        "region_code": TEXT,
        "from_on": DAY,
        "to_on": DAY,
        "kind": TEXT,
        "note": TEXT,
    },
    "costs": {
        "programme": TEXT,
        "cohort": TEXT,
        "cost_class": TEXT,
        "ceiling": NUMBER,
        "spent": NUMBER,
        "funding_source": TEXT,
    },
    "unit_months": {"unit_code": TEXT, "month": DAY, "volume": NUMBER},
}

SOURCE = {"source_file": TEXT, "source_row": WHOLE}

SHAPES: Mapping[str, pa.Schema] = MappingProxyType(
    {table: pa.schema({**columns, **SOURCE}) for table, columns in _COLUMNS.items()}
)

# The rows are those of `indicators.working_days.calendar_days`, which covers whole months.
WORKING_DAYS = pa.schema({"day": DAY, "is_working_day": YES_NO, "working_days_before": pa.int32()})
