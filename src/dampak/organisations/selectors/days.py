"""What holds on a day: everything dated here says from when and to when."""

from datetime import date

from django.db.models import Q


def on_day(day: date) -> Q:
    """The condition that something dated holds on the day."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
