from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0013_exceptions_on_dates")]

    operations = [
        migrations.RenameField("turnoffer", "meeting_sequence", "meeting_asks_since"),
        migrations.RenameField("turnoffer", "other_sequence", "other_asks_since"),
        migrations.AddField("turnoffer", "meeting_settled_at", models.DateTimeField(null=True)),
        migrations.AddField("turnoffer", "other_settled_at", models.DateTimeField(null=True)),
    ]
