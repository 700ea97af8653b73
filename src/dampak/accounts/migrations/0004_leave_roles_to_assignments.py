"""Take the one role of an account away: its assignments say it now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_turn_roles_into_assignments")]

    operations = [
        migrations.RemoveConstraint(model_name="user", name="user_has_a_known_role"),
        migrations.RemoveField(model_name="user", name="role"),
    ]
