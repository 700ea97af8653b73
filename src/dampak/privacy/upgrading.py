"""What a request that was identified before it was written down on which proof is taken to rest."""

from typing import Any

from django.db.models import Max

OF_A_TIE = ("account.tied", "account.untied")
NO_TIE_ANY_MORE = 0  # fits no account that the book knows a tie of


def rest_proofs_on_ties(apps: Any, _editor: Any) -> None:
    """Trust a card alone only where the account had no record all the while; else the tie counts.

    Where the account was untied in between, nobody can tell any more what was proved: whoever
    answers is asked to look at the card anew.
    """
    requests = apps.get_model("privacy", "PrivacyRequest").objects
    entries = apps.get_model("audit", "Entry").objects
    for each in requests.filter(user__isnull=False, person__isnull=False).select_related("user"):
        told = entries.filter(
            subject_kind="accounts.User", subject_id=str(each.user_id), deed__in=OF_A_TIE
        )
        if told.filter(deed="account.untied", at__gte=each.received_at).exists():
            each.rests_on_tie = NO_TIE_ANY_MORE
        elif each.identified_by and each.user.person_id is None:
            continue
        else:
            each.rests_on_tie = told.aggregate(last=Max("pk"))["last"] or 0
        each.save(update_fields=["rests_on_tie"])
