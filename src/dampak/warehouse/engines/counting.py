"""An indicator counted where the rows lie: one table of readings, the same from every engine."""

import pyarrow as pa

from dampak.indicators.definition import Definition
from dampak.indicators.query import reading_sql
from dampak.warehouse.engines.engine import Engine

READINGS = pa.schema(
    {
        "unit_code": pa.string(),
        "month": pa.date32(),
        "numerator": pa.float64(),
        "denominator": pa.float64(),
        "value": pa.float64(),
    }
)


def readings_of(engine: Engine, definition: Definition) -> pa.Table:
    """Count one indicator over the tables of an engine, in the shape `READINGS`.

    Units ascend by their code, byte by byte, whatever the engine's collation; then the months.
    """
    found = engine.run(reading_sql(definition, engine.dialect))
    rows = found.select(READINGS.names).cast(READINGS)
    return rows.sort_by([("unit_code", "ascending"), ("month", "ascending")])
