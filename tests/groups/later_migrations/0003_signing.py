from django.db import migrations, models


def carry(apps, schema_editor):
    for membership in apps.get_model("groups.Membership").objects.select_related("group"):
        membership.signs_as = f"{membership.known_as} of {membership.group.name}"
        membership.save()


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_mails_in_turn")]
    operations = [
        migrations.AddField("membership", "signs_as", models.CharField(max_length=200, null=True)),
        migrations.RunPython(carry),
    ]
