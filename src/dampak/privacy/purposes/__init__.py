"""For what data of people are processed: one purpose a file, each with the law behind it."""

from collections.abc import Mapping
from types import MappingProxyType

from dampak.privacy.purposes.definition import Basis, Purpose
from dampak.privacy.purposes.messages import MESSAGES
from dampak.privacy.purposes.sign_in import SIGN_IN
from dampak.privacy.purposes.staff import STAFF
from dampak.privacy.purposes.surveys import SURVEYS
from dampak.privacy.purposes.training import TRAINING

__all__ = ["PURPOSES", "Basis", "Purpose"]

PURPOSES: Mapping[str, Purpose] = MappingProxyType(
    {purpose.code: purpose for purpose in (SURVEYS, STAFF, TRAINING, SIGN_IN, MESSAGES)}
)
