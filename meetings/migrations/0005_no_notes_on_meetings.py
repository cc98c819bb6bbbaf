from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the rows that were made of it: PostgreSQL changes no table in the transaction that filled one."""

    dependencies = [("meetings", "0004_notes_of_ones_own")]
    operations = [migrations.RemoveField("meeting", "facilitator_notes")]
