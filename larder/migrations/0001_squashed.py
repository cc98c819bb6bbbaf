"""All tables, for a site that begins. One that began before the migrations were made one has them (record 57)."""

import copse.fields
import copse.keys
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import larder.models.resource
import larder.references.csl
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('larder', '0001_initial'), ('larder', '0002_activities'), ('larder', '0003_bring'), ('larder', '0004_acts'), ('larder', '0005_res'), ('larder', '0006_topics'), ('larder', '0007_laid_aside'), ('larder', '0008_put_aside')]

    initial = True

    dependencies = [
        ('groups', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='groups.group')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='groups.membership')),
                ('title', copse.fields.LineField(max_length=120, verbose_name='What is the activity called?')),
                ('instructions', copse.fields.WordsField(max_length=8000, verbose_name='How does it go?')),
                ('medium', models.CharField(choices=[('writing', 'Writing'), ('drawing', 'Drawing'), ('movement', 'Movement'), ('song', 'Song'), ('play', 'Play'), ('other', 'Something else')], default='writing', max_length=8, verbose_name='What do we make with?')),
                ('minutes', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)], verbose_name='How many minutes does it take?')),
                ('materials', copse.fields.LineField(blank=True, max_length=300, verbose_name='What do we need for it?')),
                ('least', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)], verbose_name='From how many people')),
                ('most', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)], verbose_name='To how many people')),
                ('place', models.CharField(choices=[('both', 'Online and in the room'), ('online', 'Online'), ('room', 'In the room')], default='both', max_length=6, verbose_name='Where can we do it?')),
                ('part', models.CharField(blank=True, choices=[('grounding', 'Grounding'), ('opening', 'Opening round'), ('creative', 'Creative activity'), ('sharing', 'Sharing and discussion'), ('closing', 'Closing round')], max_length=10, verbose_name='Which part of a meeting does it suit?')),
                ('content_note', copse.fields.LineField(blank=True, max_length=200, verbose_name='What might it bring up?')),
                ('alternative', copse.fields.WordsField(blank=True, max_length=2000, verbose_name='What can somebody do who would rather not?')),
                ('source', copse.fields.LineField(blank=True, max_length=300, verbose_name='Where does it come from?')),
                ('variation_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='variations', to='larder.activity', verbose_name='A variation of')),
                ('put_by_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('laid_aside_at', models.DateTimeField(editable=False, null=True)),
                ('taken_out_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['group', 'title'], name='activities_of_a_group')],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 600)), name='an_activity_takes_time'), models.CheckConstraint(condition=models.Q(('least', None), ('least__gte', 1), _connector='OR'), name='somebody_takes_part'), models.CheckConstraint(condition=models.Q(('most', None), ('most__gte', 1), _connector='OR'), name='somebody_may_take_part'), models.CheckConstraint(condition=models.Q(('least', None), ('most', None), ('most__gte', models.F('least')), _connector='OR'), name='as_many_or_more'), models.CheckConstraint(condition=models.Q(('variation_of', models.F('pk')), _negated=True), name='no_variation_of_itself')],
            },
        ),
        migrations.CreateModel(
            name='ActivityWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='larder.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
                ('until', models.DateTimeField(default=django.utils.timezone.now)),
                ('title', copse.fields.LineField(max_length=120)),
                ('instructions', copse.fields.WordsField(max_length=8000)),
                ('materials', copse.fields.LineField(blank=True, max_length=300)),
                ('content_note', copse.fields.LineField(blank=True, max_length=200)),
                ('alternative', copse.fields.WordsField(blank=True, max_length=2000)),
                ('source', copse.fields.LineField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='groups.membership')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('text', models.TextField()),
                ('brought_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done', models.PositiveIntegerField(default=0)),
                ('lines', models.PositiveIntegerField(default=0)),
                ('fault', models.TextField(blank=True)),
                ('found', models.JSONField(default=dict)),
                ('stamp', models.CharField(blank=True, max_length=16)),
                ('looked_at', models.DateTimeField(null=True)),
                ('with_here', models.BooleanField(default=False)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('changed_at', models.DateTimeField(null=True)),
                ('taken_in_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('put_aside_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('agreed_at', None), ('looked_at__isnull', False), _connector='OR'), name='seen_before_agreed'), models.CheckConstraint(condition=models.Q(('taken_in_at', None), ('agreed_at__isnull', False), _connector='OR'), name='agreed_before_taken_in')],
            },
        ),
        migrations.CreateModel(
            name='TopicKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topic_kinds', to='groups.group')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('name', copse.fields.LineField(max_length=40, verbose_name='What is the kind called?')),
                ('lid', models.PositiveSmallIntegerField(choices=[(1, 'Sage'), (2, 'Clay'), (3, 'Straw'), (4, 'Sky'), (5, 'Heather'), (6, 'Oatmeal')], default=1, verbose_name='Which lid do its jars have?')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('group', 'name'), name='a_kind_has_one_name_in_its_group'), models.CheckConstraint(condition=models.Q(('lid__gte', 1), ('lid__lte', 6)), name='six_lids')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='groups.group')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('name', copse.fields.LineField(max_length=40, verbose_name='tag')),
                ('folded', models.CharField(editable=False, max_length=200)),
            ],
            options={
                'ordering': ['folded'],
                'constraints': [models.UniqueConstraint(fields=('group', 'folded'), name='a_tag_has_one_spelling')],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='groups.group')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='groups.membership')),
                ('title', copse.fields.LineField(max_length=120, verbose_name='What is the topic called?')),
                ('why', copse.fields.WordsField(blank=True, max_length=5000, verbose_name='What draws you to it?')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='larder.topickind', verbose_name='Which kind is it?')),
                ('put_by_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('worded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
                ('worded_at', models.DateTimeField(blank=True, null=True)),
                ('touched_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('put_back_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['group', 'put_by_at'], name='topics_of_a_group'), models.Index(fields=['group', 'touched_at'], name='topics_long_untouched'), models.Index(fields=['kind', 'put_by_at'], name='topics_of_a_kind'), models.Index(fields=['kind', 'touched_at'], name='of_a_kind_long_untouched')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('worded_at', None), ('worded_by', None)), models.Q(('worded_at__isnull', False), ('worded_by__isnull', False)), _connector='OR'), name='worded_by_somebody_some_time')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='larder.topic')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topic_notes', to='groups.membership')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('text', copse.fields.WordsField(max_length=3000, verbose_name='Your note')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['written_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Tagging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='larder.tag')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='larder.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('topic', 'tag'), name='a_tag_once_on_a_topic')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='larder.topic')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='groups.membership')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('topic', 'membership'), name='one_mark_each')],
            },
        ),
        migrations.CreateModel(
            name='Resource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resources', to='groups.group')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resources', to='groups.membership')),
                ('form', models.CharField(choices=[('link', 'A link'), ('reference', 'A reference'), ('file', 'A file')], editable=False, max_length=9)),
                ('title', copse.fields.LineField(max_length=300, verbose_name='What is it called?')),
                ('why', copse.fields.WordsField(blank=True, max_length=2000, verbose_name='What is it good for?')),
                ('address', models.CharField(blank=True, max_length=1000, validators=[larder.references.csl.address_of], verbose_name='Where is it?')),
                ('reference', larder.models.resource.ReferenceField(null=True)),
                ('file', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='resource', to='groups.file')),
                ('put_by_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(fields=['group', 'put_by_at'], name='resources_of_a_group')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file', None), ('form', 'link'), ('reference__isnull', True), models.Q(('address', ''), _negated=True)), models.Q(('file', None), ('form', 'reference'), ('reference__isnull', False)), models.Q(('address', ''), ('file__isnull', False), ('form', 'file'), ('reference__isnull', True)), _connector='OR'), name='a_link_a_reference_or_a_file')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='larder.resource')),
                ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='larder.topic')),
                ('activity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='larder.activity')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('activity', None), ('topic__isnull', False)), models.Q(('activity__isnull', False), ('topic', None)), _connector='OR'), name='to_a_topic_or_an_activity'), models.UniqueConstraint(fields=('resource', 'topic'), name='once_to_each_topic'), models.UniqueConstraint(fields=('resource', 'activity'), name='once_to_each_activity')],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='larder.topic')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
                ('at', models.DateTimeField()),
                ('title', copse.fields.LineField(max_length=120)),
                ('why', copse.fields.WordsField(blank=True, max_length=5000)),
                ('kind', copse.fields.LineField(max_length=40)),
                ('tags', copse.fields.LineField(blank=True, max_length=400)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='topic',
            name='tags',
            field=models.ManyToManyField(related_name='topics', through='larder.Tagging', to='larder.tag'),
        ),
    ]
