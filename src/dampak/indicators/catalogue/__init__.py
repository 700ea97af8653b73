"""The indicators the house ships, one file each, by code and in the order of the page."""

from collections.abc import Mapping
from types import MappingProxyType

from dampak.indicators.catalogue.complaints_per_1000 import COMPLAINTS_PER_1000
from dampak.indicators.catalogue.digital_share import DIGITAL_SHARE
from dampak.indicators.catalogue.finished_by_promised_day import FINISHED_BY_PROMISED_DAY
from dampak.indicators.catalogue.ikm import IKM
from dampak.indicators.catalogue.ikm_responses import IKM_RESPONSES
from dampak.indicators.catalogue.median_completion_time import MEDIAN_COMPLETION_TIME
from dampak.indicators.catalogue.open_backlog import OPEN_BACKLOG
from dampak.indicators.catalogue.p90_completion_time import P90_COMPLETION_TIME
from dampak.indicators.catalogue.productivity import PRODUCTIVITY
from dampak.indicators.catalogue.record_accuracy import RECORD_ACCURACY
from dampak.indicators.definition import Definition

CATALOGUE: Mapping[str, Definition] = MappingProxyType(
    {
        definition.code: definition
        for definition in (
            MEDIAN_COMPLETION_TIME,
            P90_COMPLETION_TIME,
            FINISHED_BY_PROMISED_DAY,
            DIGITAL_SHARE,
            OPEN_BACKLOG,
            RECORD_ACCURACY,
            COMPLAINTS_PER_1000,
            IKM,
            IKM_RESPONSES,
            PRODUCTIVITY,
        )
    }
)
