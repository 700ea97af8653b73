"""Keep what everybody sees of a finding; those released before stay as they were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("impact", "0002_refuse_to_rewrite_sealed_plans")]
    operations = [
        migrations.AddField(
            model_name="finding",
            name="in_public",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
