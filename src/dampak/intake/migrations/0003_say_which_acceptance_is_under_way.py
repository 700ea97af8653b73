"""An acceptance that broke off is found again in the warehouse, by a word that both keep."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_say_to_which_units_a_delivery_belongs")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="acceptance",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                name="only_an_undecided_delivery_is_being_accepted",
                condition=Q(acceptance="") | Q(accepted_at=None, discarded_at=None),
            ),
        ),
    ]
