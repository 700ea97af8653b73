from django.db import migrations

from dampak.accounts.upgrading import restrict_records_of_accounts


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_let_a_restriction_reach_the_record'),
        ('organisations', '0003_keep_restrictions'),
    ]

    operations = [
        # Backwards nothing is taken back: a record that is restricted stays so until that is lifted.
        migrations.RunPython(restrict_records_of_accounts, migrations.RunPython.noop),
    ]
