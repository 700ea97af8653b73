"""How an older ledger comes to a new rule: by itself where it can, by people where it cannot."""

from typing import Any

from django.db.models import Count

from dampak.foundation.text import Sentence

MOST_SAID = 20


class CannotUpgrade(Exception):
    """Says what stands in a ledger that this program cannot take over, and who mends it where."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


def refuse_two_accounts_of_one_record(apps: Any, _editor: Any) -> None:
    """Before a record has one open account only: nobody but people can say which one stays."""
    tied = apps.get_model("accounts", "User").objects.filter(is_active=True, person__isnull=False)
    twice = tied.values("person").annotate(n=Count("pk")).filter(n__gt=1).values("person")
    numbers = list(
        tied.filter(person__in=twice).order_by("person", "pk").values_list("pk", flat=True)
    )
    if numbers:
        raise CannotUpgrade(
            Sentence(
                "The ledger was left as it was: %(count)s open accounts share a record of staff "
                "with another one, and a record has one open account only (the numbers of the "
                "accounts: %(numbers)s). Start the dampak from before once more. Under Accounts "
                "and roles, untie each that is not this person's, and of what is left close all "
                "but one; then start this one.",
                {
                    "count": len(numbers),
                    "numbers": ", ".join(str(each) for each in numbers[:MOST_SAID]),
                },
            )
        )


def restrict_records_of_accounts(apps: Any, _editor: Any) -> None:
    """What stands for an account that was tied before holds for its record as well."""
    of_records = apps.get_model("organisations", "Restriction").objects
    of_accounts = apps.get_model("accounts", "AccountRestriction").objects
    alone = of_accounts.filter(lifted_at=None, on_record=None, user__person__isnull=False)
    for each in alone.select_related("user"):
        each.on_record = of_records.create(
            person_id=each.user.person_id,
            kind=each.kind,
            since=each.since,
            until=each.until,
            set_by=each.set_by,
        )
        each.save(update_fields=["on_record"])
