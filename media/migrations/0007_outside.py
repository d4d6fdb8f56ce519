from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0006_claims")]

    operations = [
        migrations.AddField(
            model_name="activityversion",
            name="outside",
            field=models.JSONField(default=list),
        )
    ]
