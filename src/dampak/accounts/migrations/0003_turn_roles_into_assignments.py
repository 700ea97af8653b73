"""Give every account the assignments that its one role stood for, over everything, as it was."""

from itertools import islice

from django.db import migrations
from django.utils.timezone import localdate

BATCH = 500
BECOMES = {
    "analyst": ("training-manager", "evaluator"),
    "head": ("head",),
    "reader": ("civil-servant",),
}
WAS = {"training-manager": "analyst", "evaluator": "analyst", "head": "head"}


def turn_roles_into_assignments(apps, _schema_editor):
    users = apps.get_model("accounts", "User").objects.order_by("pk").iterator()
    assignments = apps.get_model("accounts", "Assignment").objects
    while some := list(islice(users, BATCH)):
        assignments.bulk_create(
            assignments.model(
                user=user,
                role=role,
                valid_from=localdate(user.date_joined),
                given_at=user.date_joined,
                given_by="migration",
            )
            for user in some
            for role in BECOMES[user.role]
        )


def turn_assignments_into_roles(apps, _schema_editor):
    """Back to the one role that reaches furthest; rights over a part of the tree have no likeness
    there, so whoever had only such reads and nothing else."""
    held = apps.get_model("accounts", "Assignment").objects.filter(
        unit=None, ended_at=None, delegated_from=None
    )
    users = apps.get_model("accounts", "User").objects
    for role in ("head", "training-manager", "evaluator"):
        whose = held.filter(role=role).values("user")
        users.filter(pk__in=whose).update(role=WAS[role])
    apps.get_model("accounts", "Assignment").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_give_roles_over_parts_of_the_tree")]

    operations = [
        migrations.RunPython(turn_roles_into_assignments, turn_assignments_into_roles),
    ]
