"""The six roles in place of the two groups that Wagtail brings along."""

from django.db import migrations

ROLES = ("learner", "trainer", "reviewer", "manager", "verifier", "administrator")


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for role in ROLES:
        Group.objects.get_or_create(name=role)
    Group.objects.filter(name__in=["Editors", "Moderators"]).delete()

    # Wagtail's first workflow asked its moderators; ours asks the reviewers.
    task = apps.get_model("wagtailcore", "GroupApprovalTask")
    for approval in task.objects.filter(name="Moderators approval"):
        approval.name = "Review"
        approval.save()
        approval.groups.set([Group.objects.get(name="reviewer")])
    workflow = apps.get_model("wagtailcore", "Workflow")
    workflow.objects.filter(name="Moderators approval").update(name="Review")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit_log_only_grows"),
        ("wagtailcore", "0060_fix_workflow_unique_constraint"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
