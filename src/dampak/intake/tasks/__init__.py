"""What of deliveries and lists of staff is done in the background."""

from dampak.intake.tasks.deliveries import ask_to_accept, last_asked, take_in
from dampak.intake.tasks.staff_lists import (
    about_lists,
    ask_to_take,
    hand_in_lists,
    jobs_of,
    look,
    take,
)

__all__ = [
    "about_lists",
    "ask_to_accept",
    "ask_to_take",
    "hand_in_lists",
    "jobs_of",
    "last_asked",
    "look",
    "take",
    "take_in",
]
