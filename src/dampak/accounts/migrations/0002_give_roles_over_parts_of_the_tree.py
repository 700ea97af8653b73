"""Make room for what somebody does where and how long, and for the person behind an account."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROLES = [
    ("administrator", "System administrator"),
    ("training-manager", "Training manager"),
    ("head", "Head of office"),
    ("evaluator", "Evaluator"),
    ("trainer", "Trainer"),
    ("civil-servant", "Civil servant"),
    ("steward", "Data steward"),
    ("observer", "National observer"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_let_people_sign_in"),
        ("organisations", "0001_plant_the_tree_and_post_its_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="accounts",
                to="organisations.person",
            ),
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(choices=ROLES, max_length=20, verbose_name="role")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("given_at", models.DateTimeField()),
                ("given_by", models.CharField(max_length=150)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, max_length=150)),
                (
                    "delegated_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="accounts.assignment",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="organisations.unit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(role__in=[code for code, _label in ROLES]),
                        name="assignment_has_a_known_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(valid_to=None)
                        | models.Q(valid_to__gte=models.F("valid_from")),
                        name="assignment_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(delegated_from=None) | models.Q(valid_to__isnull=False),
                        name="delegation_has_a_last_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(ended_at=None, ended_by="")
                        | (models.Q(ended_at__isnull=False) & ~models.Q(ended_by="")),
                        name="ended_assignment_says_who_ended_it",
                    ),
                ],
            },
        ),
    ]
