from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0003_remember_what_was_restricted'),
    ]

    operations = [
        migrations.AddField(
            model_name='privacyrequest',
            name='rests_on_tie',
            field=models.BigIntegerField(null=True),
        ),
    ]
