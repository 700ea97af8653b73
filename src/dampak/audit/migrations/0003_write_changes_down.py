"""Make room for changes of rows and the pages that seal them; the guards come after migrating."""

import django.db.models.deletion
from django.db import migrations, models

# `watching` puts guards on that know how a line may be blanked.
OLD_GUARDS = {
    "sqlite": ["DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete"],
    "postgresql": [
        "DROP TRIGGER audit_entry_append_only ON audit_entry",
        "DROP FUNCTION audit_entry_refuse",
    ],
}


def take_old_guards_off(apps, schema_editor):
    for statement in OLD_GUARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_refuse_to_rewrite_the_book'),
    ]

    operations = [
        migrations.RunPython(take_old_guards_off),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(db_column='table_name', max_length=63)),
                ('row_id', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=6)),
                ('actor', models.CharField(max_length=150)),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('before', models.TextField(null=True)),
                ('after', models.TextField(null=True)),
                ('salt', models.BinaryField(max_length=16, null=True)),
                ('value_digest', models.BinaryField(max_length=32, null=True)),
                ('redaction', models.BigIntegerField(null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('sealed_at', models.DateTimeField()),
                ('changes_after', models.BigIntegerField()),
                ('changes_to', models.BigIntegerField()),
                ('entries_after', models.BigIntegerField()),
                ('entries_to', models.BigIntegerField()),
                ('first_at', models.DateTimeField(null=True)),
                ('last_at', models.DateTimeField(null=True)),
                ('marks', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(db_column='table_name', max_length=63)),
                ('actor', models.CharField(max_length=150)),
                ('lines', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='entry',
            name='redaction',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='entry',
            name='salt',
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name='entry',
            name='value_digest',
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['at', 'id'], name='entry_at'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['by', 'at', 'id'], name='entry_by_at'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['deed', 'at', 'id'], name='entry_deed_at'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['table', 'row_id'], name='change_row'),
        ),
        migrations.AddIndex(
            model_name='page',
            index=models.Index(fields=['changes_to'], name='page_changes_to'),
        ),
        migrations.AddIndex(
            model_name='page',
            index=models.Index(fields=['first_at'], name='page_first_at'),
        ),
        migrations.AddIndex(
            model_name='page',
            index=models.Index(fields=['last_at'], name='page_last_at'),
        ),
        migrations.AddField(
            model_name='part',
            name='page',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='audit.page'),
        ),
        migrations.AddIndex(
            model_name='part',
            index=models.Index(fields=['page'], name='part_page'),
        ),
        migrations.AddIndex(
            model_name='part',
            index=models.Index(fields=['actor', 'table', 'page'], name='part_actor_table'),
        ),
        migrations.AddIndex(
            model_name='part',
            index=models.Index(fields=['actor', 'page'], name='part_actor'),
        ),
        migrations.AddIndex(
            model_name='part',
            index=models.Index(fields=['table', 'page'], name='part_table'),
        ),
    ]
