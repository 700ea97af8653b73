"""Let the database refuse to change or remove what a citizen answered."""

from django.db import migrations

SQLITE = [
    f"""
    CREATE TRIGGER listening_response_no_{deed} BEFORE {deed.upper()} ON listening_response
    BEGIN SELECT RAISE(ABORT, 'responses are only ever added'); END
    """
    for deed in ("update", "delete")
]
POSTGRESQL = [
    """
    CREATE FUNCTION listening_response_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'responses are only ever added' USING ERRCODE = '23001'; END $$
    """,
    """
    CREATE TRIGGER listening_response_append_only BEFORE UPDATE OR DELETE ON listening_response
    FOR EACH ROW EXECUTE FUNCTION listening_response_refuse()
    """,
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER listening_response_no_update",
        "DROP TRIGGER listening_response_no_delete",
    ],
    "postgresql": [
        "DROP TRIGGER listening_response_append_only ON listening_response",
        "DROP FUNCTION listening_response_refuse",
    ],
}
DO = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def run(statements):
    def apply(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return apply


class Migration(migrations.Migration):
    dependencies = [("listening", "0001_open_surveys_and_keep_responses")]
    operations = [migrations.RunPython(run(DO), run(UNDO))]
