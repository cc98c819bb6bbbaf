"""All tables, for a site that begins. One that began before the migrations were made one has them (record 57)."""

import copse.fields
import copse.keys
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('manifesto', '0001_initial'), ('manifesto', '0002_corrections'), ('manifesto', '0003_proposals'), ('manifesto', '0004_gathered')]

    initial = True

    dependencies = [
        ('groups', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Value',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='groups.group')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='groups.group')),
                ('n', models.PositiveIntegerField()),
                ('agreed_on', models.DateField()),
                ('because', copse.fields.LineField(blank=True, max_length=200, verbose_name='What is new in it')),
                ('trial_until', models.DateField(null=True)),
                ('trial_over_at', models.DateTimeField(null=True)),
                ('brought_in_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'n'), name='editions_are_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='EditionEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='manifesto.edition')),
                ('value', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='manifesto.value')),
                ('name', copse.fields.LineField(max_length=60)),
                ('statement', copse.fields.WordsField(max_length=1000)),
                ('order', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'value'), name='a_value_stands_once_in_an_edition')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='manifesto.editionentry')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='groups.membership')),
                ('old_name', copse.fields.LineField(max_length=60)),
                ('old_statement', copse.fields.WordsField(max_length=1000)),
                ('name', copse.fields.LineField(max_length=60)),
                ('statement', copse.fields.WordsField(max_length=1000)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='a_correction_is_undone_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='manifesto.edition')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='groups.membership')),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edition', 'membership'), name='signed_once')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='groups.roundversion')),
                ('value', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='manifesto.value')),
                ('act', models.CharField(choices=[('add', 'add'), ('reword', 'reword'), ('move', 'move'), ('retire', 'retire')], max_length=6)),
                ('name', copse.fields.LineField(blank=True, max_length=60, verbose_name='name')),
                ('statement', copse.fields.WordsField(blank=True, max_length=1000, verbose_name='sentence')),
                ('order', models.PositiveSmallIntegerField(null=True)),
                ('gathered', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='changes', to='groups.bundle')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('version', 'value'), name='a_version_changes_a_value_once'), models.CheckConstraint(condition=models.Q(('act', 'add'), ('value__isnull', False), _connector='OR'), name='what_is_changed_is_a_value')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='proposal', to='groups.consentround')),
                ('base', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='manifesto.edition')),
                ('keeps', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='trial', to='manifesto.edition')),
                ('made', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proposal', to='manifesto.edition')),
            ],
        ),
    ]
