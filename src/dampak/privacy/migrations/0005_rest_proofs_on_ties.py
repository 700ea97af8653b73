from django.db import migrations

from dampak.privacy.upgrading import rest_proofs_on_ties


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_write_changes_down'),
        ('privacy', '0004_remember_the_tie_behind_a_proof'),
    ]

    operations = [
        # Backwards there is nothing to take back: the column goes with the migration before.
        migrations.RunPython(rest_proofs_on_ties, migrations.RunPython.noop),
    ]
