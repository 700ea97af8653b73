"""Let the database refuse to change or remove a plan that was sealed."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER impact_plan_sealed_no_update BEFORE UPDATE ON impact_plan
    WHEN OLD.seal <> ''
    BEGIN SELECT RAISE(ABORT, 'a sealed plan stays as it is'); END
    """,
    """
    CREATE TRIGGER impact_plan_sealed_no_delete BEFORE DELETE ON impact_plan
    WHEN OLD.seal <> ''
    BEGIN SELECT RAISE(ABORT, 'a sealed plan stays as it is'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION impact_plan_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a sealed plan stays as it is' USING ERRCODE = '23001'; END $$
    """,
    """
    CREATE TRIGGER impact_plan_sealed BEFORE UPDATE OR DELETE ON impact_plan
    FOR EACH ROW WHEN (OLD.seal <> '') EXECUTE FUNCTION impact_plan_refuse()
    """,
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER impact_plan_sealed_no_update",
        "DROP TRIGGER impact_plan_sealed_no_delete",
    ],
    "postgresql": [
        "DROP TRIGGER impact_plan_sealed ON impact_plan",
        "DROP FUNCTION impact_plan_refuse",
    ],
}
DO = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def run(statements):
    def apply(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return apply


class Migration(migrations.Migration):
    dependencies = [("impact", "0001_keep_plans_and_answers")]
    operations = [migrations.RunPython(run(DO), run(UNDO))]
