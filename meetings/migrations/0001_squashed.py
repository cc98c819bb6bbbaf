"""All tables, for a site that begins. One that began before the migrations were made one has them (record 57)."""

import copse.fields
import copse.keys
import copse.zones
import datetime
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import meetings.models.afterwards
import meetings.pattern
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('meetings', '0001_initial'), ('meetings', '0002_calendar'), ('meetings', '0003_feeds_count_fetches'), ('meetings', '0004_notes_of_ones_own'), ('meetings', '0005_no_notes_on_meetings'), ('meetings', '0006_acts'), ('meetings', '0007_dates'), ('meetings', '0008_doubled_hour'), ('meetings', '0009_change'), ('meetings', '0010_rhythm'), ('meetings', '0011_away'), ('meetings', '0012_rota'), ('meetings', '0013_exceptions_on_dates'), ('meetings', '0014_rhythm_until_midnight'), ('meetings', '0015_offers_of_turns'), ('meetings', '0016_declined_turns'), ('meetings', '0017_feeds'), ('meetings', '0018_invitations_by_mail')]

    initial = True

    dependencies = [
        ('groups', '0001_squashed'),
        ('larder', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='BusyReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('begun_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CalendarChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_choice', to='groups.membership')),
                ('way', models.CharField(choices=[('feed', 'By a link of mine; mails bring no file'), ('invitations', 'By mail, each meeting by itself'), ('neither', 'Not at all; I look here')], max_length=11)),
            ],
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='groups.group')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('online', 'Online'), ('face', 'Face to face'), ('hybrid', 'Some in the room, some online'), ('retreat', 'Retreat')], max_length=8)),
                ('title', copse.fields.LineField(blank=True, max_length=120)),
                ('starts_on', models.DateField()),
                ('start_time', models.TimeField(blank=True, null=True)),
                ('start_fold', models.BooleanField(default=False)),
                ('ends_on', models.DateField()),
                ('end_time', models.TimeField(blank=True, null=True)),
                ('end_fold', models.BooleanField(default=False)),
                ('zone', models.CharField(max_length=64, validators=[copse.zones.validate_zone])),
                ('starts_at', models.DateTimeField(editable=False)),
                ('ends_at', models.DateTimeField(editable=False)),
                ('place', copse.fields.LineField(blank=True, max_length=200)),
                ('join_url', models.URLField(blank=True, max_length=500)),
                ('facilitator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='facilitates_at', to='groups.membership')),
                ('facilitates_with', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
                ('learning', models.BooleanField(default=False)),
                ('focus', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='focus_at', to='groups.membership')),
                ('materials', copse.fields.LineField(blank=True, max_length=300)),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('asks_since', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('settled_at', models.DateTimeField(editable=False, null=True)),
                ('let_go_at', models.DateTimeField(editable=False, null=True)),
                ('not_held_at', models.DateTimeField(editable=False, null=True)),
                ('smaller', models.BooleanField(default=False, editable=False)),
                ('shown_to_all', models.BooleanField(default=True)),
            ],
            options={
                'indexes': [models.Index(fields=['group', 'starts_at'], name='programme'), models.Index(fields=['group', 'ends_at'], name='what_is_ahead'), models.Index(fields=['group', 'starts_on'], name='a_year'), models.Index(fields=['group', 'changed_at'], name='what_has_changed'), models.Index(condition=models.Q(('let_go_at', None), ('settled_at__isnull', False)), fields=['starts_at'], name='soon')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='a_meeting_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('end_time', None), ('start_time', None)), models.Q(('end_time__isnull', False), ('start_time__isnull', False)), _connector='OR'), name='both_times_or_whole_days'), models.CheckConstraint(condition=models.Q(('focus', None), ('learning', True), _connector='OR'), name='only_a_set_has_a_focus'), models.CheckConstraint(condition=models.Q(('not_held_at', None), models.Q(('let_go_at', None), ('settled_at__isnull', False)), _connector='OR'), name='only_what_stood_was_not_held'), models.CheckConstraint(condition=models.Q(('smaller', False), models.Q(('facilitator', None), ('learning', False)), _connector='OR'), name='a_smaller_meeting_is_nobodys_turn'), models.CheckConstraint(condition=models.Q(('smaller', True), ('shown_to_all', True), _connector='OR'), name='what_is_of_all_all_see'), models.CheckConstraint(condition=models.Q(('facilitates_with', None), models.Q(('facilitator__isnull', False), models.Q(('facilitates_with', models.F('facilitator')), _negated=True)), _connector='OR'), name='two_facilitate_together'), models.CheckConstraint(condition=models.Q(('focus', None), ('facilitator', None), models.Q(('focus', models.F('facilitator')), _negated=True), _connector='OR'), name='the_focus_never_facilitates'), models.CheckConstraint(condition=models.Q(('focus', None), ('facilitates_with', None), models.Q(('focus', models.F('facilitates_with')), _negated=True), _connector='OR'), name='nor_with_somebody')],
            },
            bases=(meetings.models.afterwards.Afterwards, models.Model),
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='meetings.meeting')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='groups.membership')),
                ('answer', models.CharField(choices=[('can', 'I can'), ('stretch', 'At a stretch'), ('cannot', 'I can’t')], max_length=8)),
                ('at_sequence', models.PositiveIntegerField()),
                ('note', copse.fields.LineField(blank=True, max_length=300)),
                ('answered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by_mail_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'membership'), name='one_answer_each')],
            },
        ),
        migrations.CreateModel(
            name='MeetingTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opened', to='meetings.meeting')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opened', to='larder.topic')),
                ('order', models.PositiveSmallIntegerField(default=1)),
                ('came_of_it', copse.fields.WordsField(blank=True, max_length=5000)),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'topic'), name='opened_once_at_a_meeting')],
            },
        ),
        migrations.CreateModel(
            name='MeetingDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier_dates', to='meetings.meeting')),
                ('starts_on', models.DateField()),
                ('start_time', models.TimeField(null=True)),
                ('start_fold', models.BooleanField(default=False)),
                ('ends_on', models.DateField()),
                ('end_time', models.TimeField(null=True)),
                ('end_fold', models.BooleanField(default=False)),
                ('zone', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=8)),
                ('place', copse.fields.LineField(blank=True, max_length=200)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
            ],
            options={
                'ordering': ['moved_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RunSheetPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='meetings.meeting')),
                ('order', models.PositiveSmallIntegerField()),
                ('part', models.CharField(choices=[('grounding', 'Grounding'), ('opening', 'Opening round'), ('creative', 'Creative activity'), ('sharing', 'Sharing and discussion'), ('closing', 'Closing round')], max_length=10)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('leader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
                ('words', copse.fields.WordsField(blank=True, max_length=3000)),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'order'), name='parts_in_one_order'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 600)), name='a_part_takes_time')],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='meetings.runsheetpart')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='larder.activity')),
                ('order', models.PositiveSmallIntegerField(default=1)),
                ('how_it_went', copse.fields.WordsField(blank=True, max_length=2000)),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('part', 'activity'), name='used_once_in_a_part')],
            },
        ),
        migrations.CreateModel(
            name='Component',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='components', to='meetings.meeting')),
                ('detail', models.CharField(choices=[('discreet', 'Time alone, as “Meeting”'), ('title', 'Group, kind and time'), ('place', 'Group, kind, time, place and join link'), ('full', 'Group, kind, time, place, join link, topics and who facilitates')], max_length=8)),
                ('language', models.CharField(max_length=12)),
                ('changed_at', models.DateTimeField()),
                ('says', models.CharField(max_length=16)),
                ('zone', models.CharField(blank=True, max_length=64)),
                ('until', models.DateTimeField(null=True)),
                ('text', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'detail', 'language'), name='one_component_of_each_sort')],
            },
        ),
        migrations.CreateModel(
            name='DateRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='date_rule', to='groups.group')),
                ('online', models.CharField(choices=[('all', 'All of us'), ('but_one', 'All of us but one'), ('some', 'Whoever facilitates, and whoever can')], default='all', max_length=8)),
                ('face', models.CharField(choices=[('all', 'All of us'), ('but_one', 'All of us but one'), ('some', 'Whoever facilitates, and whoever can')], default='all', max_length=8)),
                ('hybrid', models.CharField(choices=[('all', 'All of us'), ('but_one', 'All of us but one'), ('some', 'Whoever facilitates, and whoever can')], default='all', max_length=8)),
                ('retreat', models.CharField(choices=[('all', 'All of us'), ('but_one', 'All of us but one'), ('some', 'Whoever facilitates, and whoever can')], default='all', max_length=8)),
                ('stretch', models.CharField(choices=[('confirmed', 'It counts once they have said that it is all right'), ('yes', 'It counts as “I can”'), ('no', 'It doesn’t count')], default='confirmed', max_length=9)),
            ],
        ),
        migrations.CreateModel(
            name='DatePoll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='poll', to='meetings.meeting')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('all_heard_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='PollNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='meetings.datepoll')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('text', copse.fields.LineField(max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('poll', 'membership'), name='one_note_each_in_a_poll')],
            },
        ),
        migrations.CreateModel(
            name='BusySpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='busy', to='meetings.datepoll')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='busy', to='groups.membership')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='a_busy_time_ends_after')],
            },
        ),
        migrations.CreateModel(
            name='PollReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='meetings.datepoll')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('poll', 'to', 'by'), name='reminded_once_by_each')],
            },
        ),
        migrations.CreateModel(
            name='TreatedAway',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='treated_away', to='meetings.datepoll')),
                ('about', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('poll', 'about', 'by'), name='agreed_once_by_each')],
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='meetings.datepoll')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
                ('starts_on', models.DateField()),
                ('start_time', models.TimeField(blank=True, null=True)),
                ('start_fold', models.BooleanField(default=False)),
                ('ends_on', models.DateField()),
                ('end_time', models.TimeField(blank=True, null=True)),
                ('end_fold', models.BooleanField(default=False)),
                ('zone', models.CharField(max_length=64, validators=[copse.zones.validate_zone])),
                ('starts_at', models.DateTimeField(editable=False)),
                ('ends_at', models.DateTimeField(editable=False)),
                ('kind', models.CharField(choices=[('online', 'Online'), ('face', 'Face to face'), ('hybrid', 'Some in the room, some online'), ('retreat', 'Retreat')], max_length=8)),
                ('place', copse.fields.LineField(blank=True, max_length=200)),
                ('note', copse.fields.LineField(blank=True, max_length=200)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('taken_back_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['poll', 'starts_at'], name='options_of_a_poll')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='an_option_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('end_time', None), ('start_time', None)), models.Q(('end_time__isnull', False), ('start_time__isnull', False)), _connector='OR'), name='an_option_has_both_times_or_whole_days'), models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('poll', 'starts_at', 'ends_at', 'kind', 'place'), name='a_date_is_offered_once')],
            },
        ),
        migrations.CreateModel(
            name='Availability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='meetings.option')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='availabilities', to='groups.membership')),
                ('answer', models.CharField(choices=[('can', 'I can'), ('stretch', 'At a stretch'), ('cannot', 'I can’t')], max_length=8)),
                ('answered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('by_mail_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('option', 'membership'), name='one_word_each_on_an_option')],
            },
        ),
        migrations.CreateModel(
            name='ExceptionOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exceptions', to='meetings.meeting')),
                ('option', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='exceptions', to='meetings.option')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exceptions_offered', to='groups.membership')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('at_sequence', models.PositiveIntegerField()),
                ('offered_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['offered_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('option', None)), fields=('meeting', 'by'), name='one_exception_each'), models.UniqueConstraint(fields=('option', 'by'), name='one_exception_each_on_a_date')],
            },
        ),
        migrations.CreateModel(
            name='ExceptionAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acceptances', to='meetings.exceptionoffer')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exceptions_accepted', to='groups.membership')),
                ('accepted_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('offer', 'membership'), name='an_exception_is_accepted_once')],
            },
        ),
        migrations.CreateModel(
            name='SmallerGuest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='meetings.meeting')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='smaller_meetings', to='groups.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'membership'), name='in_a_smaller_meeting_once')],
            },
        ),
        migrations.CreateModel(
            name='MeetingInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mailed', to='meetings.meeting')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mailed_invitations', to='groups.membership')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('sequence', models.PositiveIntegerField()),
                ('meeting_sequence', models.PositiveIntegerField()),
                ('option', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='meetings.option')),
                ('mailed_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'membership'), name='invited_once_by_mail')],
            },
        ),
        migrations.CreateModel(
            name='OwnNotes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_notes', to='meetings.meeting')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meeting_notes', to='groups.membership')),
                ('text', copse.fields.WordsField(blank=True, max_length=5000)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'membership'), name='notes_of_ones_own')],
            },
        ),
        migrations.CreateModel(
            name='PutAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='put_aside', to='meetings.meetinginvitation')),
                ('text', copse.fields.WordsField(blank=True, max_length=1000)),
                ('came_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['came_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('invitation', 'digest'), name='a_mail_is_put_aside_once')],
            },
        ),
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rhythms', to='groups.group')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('rule', models.CharField(max_length=120, validators=[meetings.pattern.validate_rule])),
                ('starts_on', models.DateField(validators=[meetings.pattern.validate_day])),
                ('kind', models.CharField(choices=[('online', 'Online'), ('face', 'Face to face'), ('hybrid', 'Some in the room, some online'), ('retreat', 'Retreat')], max_length=8)),
                ('start_time', models.TimeField(blank=True, null=True)),
                ('end_time', models.TimeField(blank=True, null=True)),
                ('days', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7)])),
                ('zone', models.CharField(max_length=64, validators=[copse.zones.validate_zone])),
                ('place', copse.fields.LineField(blank=True, max_length=200)),
                ('join_url', models.URLField(blank=True, max_length=500)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('days__gt', 1), ('end_time', None), ('kind', 'retreat'), ('start_time', None)), models.Q(models.Q(('kind', 'retreat'), _negated=True), ('days', 1), ('end_time__gt', models.F('start_time'))), models.Q(models.Q(('kind', 'retreat'), _negated=True), ('days', 1), ('end_time', datetime.time(0, 0)), ('start_time__gt', datetime.time(0, 0))), _connector='OR'), name='a_retreat_has_days_and_others_have_times')],
            },
        ),
        migrations.CreateModel(
            name='LaidOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rhythm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='laid_out', to='meetings.rhythm')),
                ('on', models.DateField()),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.meeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('rhythm', 'on'), name='a_day_is_laid_out_once')],
            },
        ),
        migrations.CreateModel(
            name='RotaOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rota_orders', to='groups.group')),
                ('sort', models.CharField(choices=[('online', 'Online'), ('face', 'Face to face'), ('hybrid', 'Some in the room, some online'), ('learning', 'Action learning'), ('retreat', 'Retreat')], max_length=8)),
                ('together', models.PositiveSmallIntegerField(choices=[(0, 'Nobody takes a turn'), (1, 'One of us'), (2, 'Two together')], default=1)),
                ('term', models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'sort'), name='one_order_for_each_sort'), models.CheckConstraint(condition=models.Q(('term__gte', 1), ('term__lte', 6), ('together__lte', 2)), name='a_term_has_an_end')],
            },
        ),
        migrations.CreateModel(
            name='StandingAvailability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standing', to='groups.membership')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('weekdays', models.CharField(blank=True, max_length=7)),
                ('from_time', models.TimeField(blank=True, null=True)),
                ('until_time', models.TimeField(blank=True, null=True)),
                ('starts', models.DateField(blank=True, null=True)),
                ('ends', models.DateField(blank=True, null=True)),
                ('reason', copse.fields.LineField(blank=True, max_length=200)),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': [models.OrderBy(models.F('starts'), nulls_first=True), 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts', None), ('ends', None), ('ends__gte', models.F('starts')), _connector='OR'), name='a_time_away_ends_after'), models.CheckConstraint(condition=models.Q(models.Q(('weekdays', ''), _negated=True), models.Q(('ends__isnull', False), ('from_time', None), ('starts__isnull', False), ('until_time', None)), _connector='OR'), name='a_time_away_has_two_days_and_no_hours')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.group')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('label', copse.fields.LineField(max_length=60)),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('detail', models.CharField(choices=[('discreet', 'Time alone, as “Meeting”'), ('title', 'Group, kind and time'), ('place', 'Group, kind, time, place and join link'), ('full', 'Group, kind, time, place, join link, topics and who facilitates')], default='place', max_length=8)),
                ('tentative', models.BooleanField(default=False)),
                ('cancelled', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('renewed_at', models.DateTimeField(null=True)),
                ('fetched_at', models.DateTimeField(null=True)),
                ('fetched_by', models.CharField(blank=True, max_length=120)),
                ('fetches', models.PositiveSmallIntegerField(default=0)),
                ('counted_from', models.DateTimeField(default=django.utils.timezone.now)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('stamp', models.TextField(blank=True)),
                ('etag', models.CharField(blank=True, max_length=66)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('fresh_until', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FeedDocument',
            fields=[
                ('subscription', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='document', serialize=False, to='meetings.subscription')),
                ('etag', models.CharField(blank=True, max_length=66)),
                ('content', models.BinaryField(default=b'')),
                ('total', models.CharField(blank=True, max_length=64)),
                ('built_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='meetings.meeting')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='groups.membership')),
                ('laid_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('skipped_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'membership'), name='one_turn_each_at_a_meeting'), models.CheckConstraint(condition=models.Q(('skipped_at', None), ('accepted_at', None), _connector='OR'), name='skipped_is_not_accepted')],
            },
        ),
        migrations.CreateModel(
            name='TurnOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turn_offers', to='meetings.meeting')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turn_offers', to='groups.membership')),
                ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.meeting')),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('meeting_asks_since', models.PositiveIntegerField()),
                ('meeting_starts_at', models.DateTimeField()),
                ('meeting_settled_at', models.DateTimeField(null=True)),
                ('other_asks_since', models.PositiveIntegerField(null=True)),
                ('other_starts_at', models.DateTimeField(null=True)),
                ('other_settled_at', models.DateTimeField(null=True)),
                ('offered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('declined_at', models.DateTimeField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
            ],
            options={
                'ordering': ['offered_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('other', None), ('to__isnull', False), _connector='OR'), name='a_swap_is_with_somebody'), models.CheckConstraint(condition=models.Q(('taken_at', None), ('withdrawn_at', None), _connector='OR'), name='taken_or_withdrawn'), models.CheckConstraint(condition=models.Q(('declined_at', None), models.Q(('taken_at', None), ('to__isnull', False), ('withdrawn_at', None)), _connector='OR'), name='declined_by_whom_it_was_offered_to'), models.CheckConstraint(condition=models.Q(models.Q(('taken_at', None), ('taken_by', None)), models.Q(('taken_at__isnull', False), ('taken_by__isnull', False)), _connector='OR'), name='taken_by_somebody')],
            },
        ),
        migrations.AddField(
            model_name='meeting',
            name='topics',
            field=models.ManyToManyField(related_name='+', through='meetings.MeetingTopic', to='larder.topic'),
        ),
        migrations.AddField(
            model_name='datepoll',
            name='chosen',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.option'),
        ),
        migrations.AddConstraint(
            model_name='datepoll',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('chosen', None), ('closed_at', None)), models.Q(('chosen__isnull', False), ('closed_at__isnull', False)), _connector='OR'), name='a_poll_is_closed_by_an_option'),
        ),
    ]
