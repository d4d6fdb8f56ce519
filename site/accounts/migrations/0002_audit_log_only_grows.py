"""The database itself refuses to change the audit log.

On SQLite only changing is refused: `flush` has no other way to empty a table than DELETE, and
who holds the file holds everything. A later migration that alters this table on SQLite makes
it anew and must set the trigger again; tests/accounts/test_audit_log.py would tell.
"""

from django.db import migrations

SQLITE = """
CREATE TRIGGER accounts_audit_log_only_grows BEFORE UPDATE ON accounts_auditentry
BEGIN SELECT RAISE(ABORT, 'The audit log only grows.'); END
"""
POSTGRESQL = """
CREATE FUNCTION accounts_audit_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'The audit log only grows.'; END $$;
CREATE TRIGGER accounts_audit_log_only_grows BEFORE UPDATE OR DELETE ON accounts_auditentry
FOR EACH ROW EXECUTE FUNCTION accounts_audit_log_only_grows();
"""


def set_trigger(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)


def drop_trigger(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER accounts_audit_log_only_grows")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER accounts_audit_log_only_grows ON accounts_auditentry")
        schema_editor.execute("DROP FUNCTION accounts_audit_log_only_grows()")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(set_trigger, drop_trigger)]
