"""A delivery belongs to the units over which its sender imported; those of before, to everything."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_receive_deliveries"),
        ("organisations", "0001_plant_the_tree_and_post_its_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="units",
            field=models.ManyToManyField(
                blank=True, related_name="deliveries", to="organisations.unit"
            ),
        ),
    ]
