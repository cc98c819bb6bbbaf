from django.db import migrations


def to_rows(apps, schema_editor):
    """The line that somebody wrote on how to reach them is the first of their ways, shown as it was."""
    Membership, Contact = apps.get_model("groups", "Membership"), apps.get_model("groups", "Contact")
    lines = Membership.objects.exclude(contacts_line="").values_list("pk", "contacts_line")
    Contact.objects.bulk_create(Contact(membership_id=pk, value=line, shown=True, order=0) for pk, line in lines)


def to_a_line(apps, schema_editor):
    """What was shown, on one line again."""
    Membership, Contact = apps.get_model("groups", "Membership"), apps.get_model("groups", "Contact")
    for membership in Membership.objects.filter(contacts__shown=True).distinct():
        shown = Contact.objects.filter(membership=membership, shown=True).order_by("order")
        membership.contacts_line = ", ".join(" ".join(filter(None, [c.label, c.value])) for c in shown)[:300]
        membership.save(update_fields=["contacts_line"])


class Migration(migrations.Migration):
    dependencies = [("groups", "0005_joining")]
    operations = [migrations.RunPython(to_rows, to_a_line)]
