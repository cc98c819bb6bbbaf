import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

import copse.fields


def to_rows(apps, schema_editor):
    """The notes belong to whoever facilitates today."""
    Meeting, OwnNotes = apps.get_model("meetings", "Meeting"), apps.get_model("meetings", "OwnNotes")
    noted = Meeting.objects.exclude(facilitator_notes="").exclude(facilitator=None)
    OwnNotes.objects.bulk_create(
        OwnNotes(meeting_id=meeting, membership_id=by, text=text)
        for meeting, by, text in noted.values_list("pk", "facilitator_id", "facilitator_notes")
    )


def to_meetings(apps, schema_editor):
    Meeting, OwnNotes = apps.get_model("meetings", "Meeting"), apps.get_model("meetings", "OwnNotes")
    for notes in OwnNotes.objects.filter(membership=F("meeting__facilitator")):
        Meeting.objects.filter(pk=notes.meeting_id).update(facilitator_notes=notes.text)


class Migration(migrations.Migration):
    dependencies = [("groups", "0009_gathered_goals"), ("meetings", "0003_feeds_count_fetches")]
    operations = [
        migrations.CreateModel(
            name="OwnNotes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", copse.fields.WordsField(blank=True, max_length=5000)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="own_notes", to="meetings.meeting"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meeting_notes",
                        to="groups.membership",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("meeting", "membership"), name="notes_of_ones_own")]
            },
        ),
        migrations.RunPython(to_rows, to_meetings),
    ]
