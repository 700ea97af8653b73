"""What of deliveries and lists of staff is done in the background."""

from dampak.intake.tasks.deliveries import ask_to_accept, take_in
from dampak.intake.tasks.staff_lists import ask_to_take, hand_in_lists, jobs_of, look, take

__all__ = ["ask_to_accept", "ask_to_take", "hand_in_lists", "jobs_of", "look", "take", "take_in"]
