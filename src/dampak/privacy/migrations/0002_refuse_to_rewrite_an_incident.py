"""Let the database refuse to change or remove a line in the history of an incident."""

from django.db import migrations

SQLITE = [
    f"""
    CREATE TRIGGER privacy_incidentnote_no_{deed} BEFORE {deed.upper()} ON privacy_incidentnote
    BEGIN SELECT RAISE(ABORT, 'the history of an incident is only ever added to'); END
    """
    for deed in ("update", "delete")
]
POSTGRESQL = [
    """
    CREATE FUNCTION privacy_incidentnote_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the history of an incident is only ever added to'
    USING ERRCODE = '23001'; END $$
    """,
    """
    CREATE TRIGGER privacy_incidentnote_append_only BEFORE UPDATE OR DELETE ON privacy_incidentnote
    FOR EACH ROW EXECUTE FUNCTION privacy_incidentnote_refuse()
    """,
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER privacy_incidentnote_no_update",
        "DROP TRIGGER privacy_incidentnote_no_delete",
    ],
    "postgresql": [
        "DROP TRIGGER privacy_incidentnote_append_only ON privacy_incidentnote",
        "DROP FUNCTION privacy_incidentnote_refuse",
    ],
}
DO = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def run(statements):
    def apply(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return apply


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_keep_requests_and_incidents")]
    operations = [migrations.RunPython(run(DO), run(UNDO))]
