"""Which sequence stood in a calendar before the newest mail: that mail may not have reached it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0002_news_by'),
    ]

    operations = [
        migrations.AddField(
            model_name='meetinginvitation',
            name='knew',
            field=models.PositiveIntegerField(null=True),
        ),
    ]
