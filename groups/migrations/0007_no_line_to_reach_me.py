from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the rows that were made of it: PostgreSQL changes no table in the transaction that filled one."""

    dependencies = [("groups", "0006_ways_to_reach_me")]
    operations = [migrations.RemoveField("membership", "contacts_line")]
