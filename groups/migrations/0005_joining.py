import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import copse.fields
import copse.keys


class Migration(migrations.Migration):
    dependencies = [("groups", "0004_goals")]

    operations = [
        migrations.RenameField("membership", "contacts", "contacts_line"),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", copse.fields.LineField(blank=True, max_length=40, verbose_name="What it is")),
                ("value", copse.fields.LineField(max_length=300, verbose_name="Number, address or words")),
                ("shown", models.BooleanField(default=True, verbose_name="The others see it")),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="groups.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["membership", "order"], name="ways_to_reach_me_have_an_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True),
                ),
                ("stored_as", models.CharField(editable=False, max_length=32, unique=True)),
                ("name", copse.fields.LineField(max_length=150)),
                ("kind", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="groups.group"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="groups.membership"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FoundingLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            "membership",
            "photo",
            models.OneToOneField(
                editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+",
                to="groups.file",
            ),
        ),
        migrations.AlterField(
            "membership", "tone", models.PositiveSmallIntegerField(default=0, verbose_name="the colour of my disc")
        ),
        migrations.AddField(
            "invitation",
            "accepted_as",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="groups.membership"
            ),
        ),
        migrations.AddField(
            "invitation",
            "taken_back_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="groups.membership"
            ),
        ),
    ]
