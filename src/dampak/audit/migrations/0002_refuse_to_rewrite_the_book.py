"""Let the database refuse to change or remove a line of the book of deeds."""

from django.db import migrations

SQLITE = [
    f"""
    CREATE TRIGGER audit_entry_no_{deed} BEFORE {deed.upper()} ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'the book of deeds is only ever added to'); END
    """
    for deed in ("update", "delete")
]
POSTGRESQL = [
    """
    CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the book of deeds is only ever added to' USING ERRCODE = '23001'; END $$
    """,
    """
    CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()
    """,
]
UNDO = {
    "sqlite": ["DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete"],
    "postgresql": [
        "DROP TRIGGER audit_entry_append_only ON audit_entry",
        "DROP FUNCTION audit_entry_refuse",
    ],
}
DO = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def run(statements):
    def apply(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return apply


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_open_the_book_of_deeds")]
    operations = [migrations.RunPython(run(DO), run(UNDO))]
