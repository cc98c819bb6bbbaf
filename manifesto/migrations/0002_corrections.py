import copse.fields
import copse.keys
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def give_keys(apps, schema_editor):
    for value in apps.get_model("manifesto", "Value").objects.iterator():
        value.key = copse.keys.short_key()
        value.save(update_fields=["key"])


class Migration(migrations.Migration):

    dependencies = [
        ('groups', '0011_helped'),
        ('manifesto', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='value',
            name='key',
            field=models.CharField(editable=False, max_length=12, null=True),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='value',
            name='key',
            field=models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True),
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('old_name', copse.fields.LineField(max_length=60)),
                ('old_statement', copse.fields.WordsField(max_length=1000)),
                ('name', copse.fields.LineField(max_length=60)),
                ('statement', copse.fields.WordsField(max_length=1000)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='groups.membership')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='manifesto.editionentry')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='a_correction_is_undone_by_somebody')],
            },
        ),
    ]
