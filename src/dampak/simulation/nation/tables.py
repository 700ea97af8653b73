"""The tables that come every month, by name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dampak.simulation.nation.accuracy import accuracy_checks
from dampak.simulation.nation.complaints import complaints
from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.parts import Part
from dampak.simulation.nation.register import service_requests
from dampak.simulation.nation.satisfaction import satisfaction
from dampak.simulation.nation.scale import Block
from dampak.simulation.nation.training import training

MakePart = Callable[[Nation, Block, int], Part]

MONTHLY: Mapping[str, MakePart] = MappingProxyType(
    {
        "service_requests": service_requests,
        "complaints": complaints,
        "satisfaction": satisfaction,
        "training": training,
        "accuracy_checks": accuracy_checks,
    }
)
