from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('meetings', '0014_rhythm_until_midnight')]

    operations = [
        migrations.RenameField("turnoffer", "meeting_sequence", "meeting_asks_since"),
        migrations.RenameField("turnoffer", "other_sequence", "other_asks_since"),
        migrations.AddField("turnoffer", "meeting_settled_at", models.DateTimeField(null=True)),
        migrations.AddField("turnoffer", "other_settled_at", models.DateTimeField(null=True)),
    ]
