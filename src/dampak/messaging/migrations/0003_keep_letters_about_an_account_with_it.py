from django.db import migrations

from dampak.messaging.upgrading import keep_with_account


class Migration(migrations.Migration):

    dependencies = [("messaging", "0002_hold_messages_back")]

    operations = [migrations.RunPython(keep_with_account, migrations.RunPython.noop)]
