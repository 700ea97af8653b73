"""The tables of the data pack, one file each."""

from collections.abc import Mapping
from types import MappingProxyType

from dampak.datapack.columns import Table
from dampak.datapack.tables.accuracy_checks import ACCURACY_CHECKS
from dampak.datapack.tables.complaints import COMPLAINTS
from dampak.datapack.tables.costs import COSTS
from dampak.datapack.tables.events import EVENTS
from dampak.datapack.tables.people import PEOPLE
from dampak.datapack.tables.satisfaction import SATISFACTION
from dampak.datapack.tables.service_requests import SERVICE_REQUESTS
from dampak.datapack.tables.training import TRAINING
from dampak.datapack.tables.unit_months import UNIT_MONTHS
from dampak.datapack.tables.units import UNITS
from dampak.datapack.tables.waves import WAVES

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            *(UNITS, PEOPLE, TRAINING, SERVICE_REQUESTS, COMPLAINTS, SATISFACTION),
            *(ACCURACY_CHECKS, WAVES, EVENTS, COSTS, UNIT_MONTHS),
        )
    }
)
