from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0005_rest_proofs_on_ties'),
    ]

    operations = [
        migrations.AddField(
            model_name='privacyrequest',
            name='reach_proved_by',
            field=models.CharField(blank=True, max_length=150),
        ),
    ]
