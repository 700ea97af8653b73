"""What is asked for when the tree is changed or somebody is posted."""

from dampak.directory.forms.fields import day_asked
from dampak.directory.forms.people import (
    EnterForm,
    LeaveForm,
    NumberForm,
    PostForm,
    SearchForm,
    TargetForm,
)
from dampak.directory.forms.units import (
    CloseForm,
    DeedForm,
    MergeForm,
    MoveForm,
    NewUnitForm,
    RecodeForm,
    RenameForm,
    SplitForm,
)

__all__ = [
    "CloseForm",
    "DeedForm",
    "EnterForm",
    "LeaveForm",
    "MergeForm",
    "MoveForm",
    "NewUnitForm",
    "NumberForm",
    "PostForm",
    "RecodeForm",
    "RenameForm",
    "SearchForm",
    "SplitForm",
    "TargetForm",
    "day_asked",
]
