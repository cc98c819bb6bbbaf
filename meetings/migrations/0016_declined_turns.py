from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("meetings", "0015_offers_of_turns")]

    operations = [
        migrations.AddField("turnoffer", "declined_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "turnoffer",
            models.CheckConstraint(
                condition=Q(declined_at=None) | Q(taken_at=None, withdrawn_at=None, to__isnull=False),
                name="declined_by_whom_it_was_offered_to",
            ),
        ),
    ]
