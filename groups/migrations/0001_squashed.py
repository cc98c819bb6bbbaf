"""All tables, for a site that begins. One that began before the migrations were made one has them (record 57)."""

import copse.fields
import copse.fulltext
import copse.keys
import copse.zones
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import secrets
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('groups', '0001_initial'), ('groups', '0002_people'), ('groups', '0003_duties'), ('groups', '0004_goals'), ('groups', '0005_joining'), ('groups', '0006_ways_to_reach_me'), ('groups', '0007_no_line_to_reach_me'), ('groups', '0008_leaving'), ('groups', '0009_gathered_goals'), ('groups', '0010_ways_in'), ('groups', '0011_helped'), ('groups', '0012_invited_again'), ('groups', '0013_consent'), ('groups', '0014_bundles'), ('groups', '0015_papers'), ('groups', '0016_taken_back'), ('groups', '0017_agreed_on_twice'), ('groups', '0018_acts'), ('groups', '0019_res'), ('groups', '0020_find'), ('groups', '0021_clock'), ('groups', '0022_mails'), ('groups', '0023_failures')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ErasureEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=64)),
                ('chosen', models.JSONField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('mark', 'at'), name='noted_once')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('name', copse.fields.LineField(max_length=80, verbose_name='name')),
                ('zone', models.CharField(default='Europe/London', max_length=64, validators=[copse.zones.validate_zone], verbose_name='time zone')),
                ('language', models.CharField(default='en-gb', max_length=12, verbose_name='language')),
                ('clock', models.CharField(blank=True, choices=[('', 'As my language has it'), ('12', 'Twelve hours: 7 pm'), ('24', 'Twenty-four hours: 19:00')], default='', max_length=2, verbose_name='clock')),
                ('theme', models.CharField(blank=True, choices=[('', 'As my device has it'), ('light', 'Light'), ('dark', 'Dark')], default='', max_length=5, verbose_name='light or dark')),
                ('easier_letters', models.BooleanField(default=False, verbose_name='easier letters')),
                ('quiet_from', models.TimeField(blank=True, null=True)),
                ('quiet_until', models.TimeField(blank=True, null=True)),
                ('refused_address', models.EmailField(blank=True, editable=False, max_length=254)),
                ('refused_at', models.DateTimeField(editable=False, null=True)),
                ('refused_why', models.CharField(blank=True, choices=[('unknown', 'The mail server there knows no such address.'), ('full', 'The mailbox there is full.'), ('refused', 'The mail server there doesn’t take this mail.'), ('later', 'The mail server asks to try later.'), ('cut', 'The mail server broke off, or didn’t answer in time.'), ('away', 'Our mail server can’t be reached.'), ('closed', 'Our mail server doesn’t let this site send. Whoever keeps the site can put that right.'), ('ours', 'This site couldn’t write the mail. Whoever keeps the site can look into it.')], editable=False, max_length=8)),
                ('refused_later', models.BooleanField(default=False, editable=False)),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('locks', models.PositiveIntegerField(default=1, editable=False)),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_member_per_address'), models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_until', None)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False), models.Q(('quiet_from', models.F('quiet_until')), _negated=True)), _connector='OR'), name='quiet_hours_begin_and_end')],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to=settings.AUTH_USER_MODEL)),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('file', models.CharField(editable=False, max_length=60)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done', models.PositiveSmallIntegerField(default=0)),
                ('parts', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('failed_at', None), ('made_at', None)), fields=('member',), name='one_copy_in_the_making')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('name', copse.fields.LineField(max_length=80, verbose_name='name')),
                ('zone', models.CharField(default='Europe/London', max_length=64, validators=[copse.zones.validate_zone])),
                ('language', models.CharField(default='en-gb', max_length=12)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('all_facilitate', models.BooleanField(default=True)),
                ('all_invite', models.BooleanField(default=False)),
                ('sign_on_joining', models.BooleanField(default=True)),
                ('invite_by_consent', models.BooleanField(default=False)),
                ('patience_weeks', models.PositiveSmallIntegerField(default=4)),
                ('rounds', models.CharField(choices=[('rounds', 'Opening round and closing round'), ('checks', 'Check-in and check-out')], default='rounds', max_length=6)),
                ('version', models.PositiveIntegerField(default=1)),
                ('people_version', models.PositiveIntegerField(default=1)),
                ('programme_version', models.PositiveIntegerField(default=1)),
                ('answers_version', models.PositiveIntegerField(default=1)),
                ('larder_version', models.PositiveIntegerField(default=1)),
                ('manifesto_version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('reference', models.CharField(max_length=64)),
                ('to', models.EmailField(max_length=254)),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='groups.group')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('sealed', models.BinaryField(default=b'')),
                ('message_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('leased_until', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('given_up_at', models.DateTimeField(null=True)),
                ('cause', models.CharField(blank=True, choices=[('unknown', 'The mail server there knows no such address.'), ('full', 'The mailbox there is full.'), ('refused', 'The mail server there doesn’t take this mail.'), ('later', 'The mail server asks to try later.'), ('cut', 'The mail server broke off, or didn’t answer in time.'), ('away', 'Our mail server can’t be reached.'), ('closed', 'Our mail server doesn’t let this site send. Whoever keeps the site can put that right.'), ('ours', 'This site couldn’t write the mail. Whoever keeps the site can look into it.')], max_length=8)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('dropped_at', None), ('given_up_at', None), ('sent_at', None)), fields=['due_at'], name='outbox_waiting'), models.Index(condition=models.Q(('dropped_at', None), ('given_up_at__isnull', False)), fields=['group'], name='outbox_failed')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='groups.group')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('known_as', copse.fields.LineField(max_length=80, verbose_name='name here')),
                ('pronouns', copse.fields.LineField(blank=True, max_length=40, verbose_name='pronouns')),
                ('about', copse.fields.WordsField(blank=True, max_length=2000, verbose_name='about my practice')),
                ('access_note', copse.fields.WordsField(blank=True, max_length=2000, verbose_name='access and food')),
                ('tone', models.PositiveSmallIntegerField(default=0, verbose_name='the colour of my disc')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('left_at', models.DateTimeField(editable=False, null=True)),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('removed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='groups.membership')),
                ('removal_reason', copse.fields.WordsField(blank=True, editable=False, max_length=2000, verbose_name='the reason')),
                ('removal_final_at', models.DateTimeField(editable=False, null=True)),
                ('anonymised_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None), ('removed_at', None)), fields=('group', 'member'), name='one_live_membership_per_group')],
            },
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='log_entries', to='groups.group')),
                ('act', models.CharField(choices=[('invited', '%(by)s invited somebody.'), ('invited_again', '%(by)s sent an invitation again.'), ('took_back', '%(by)s took an invitation back.'), ('joined', '%(by)s joined us.'), ('admin_given', '%(by)s asked %(about)s to look after invitations and settings.'), ('admin_taken', '%(by)s took invitations and settings off %(about)s.'), ('admin_laid_down', '%(by)s laid down invitations and settings.'), ('admin_claimed', '%(by)s offered to look after invitations and settings.'), ('claim_withdrawn', '%(by)s took the offer back.'), ('claim_done', '%(by)s took on invitations and settings.'), ('facilitator_given', '%(by)s asked %(about)s to plan meetings.'), ('facilitator_taken', '%(by)s took planning meetings off %(about)s.'), ('facilitator_laid_down', '%(by)s laid down planning meetings.'), ('sabbatical', '%(by)s took a sabbatical.'), ('came_back', '%(by)s came back from sabbatical.'), ('gathering', '%(by)s asked what each of us hopes for.'), ('gathering_values', '%(by)s asked how each of us wants to work together.'), ('settings', '%(by)s changed our settings.'), ('ending_asked', '%(by)s asked for the group to be deleted.'), ('ending_agreed', '%(by)s agreed that the group is deleted.'), ('ending_withdrawn', '%(by)s decided that the group stays.'), ('returned', '%(by)s is one of us again.'), ('left', '%(by)s left us.'), ('removed', '%(by)s took %(about)s out of the group.'), ('removal_undone', '%(by)s took %(about)s into the group again.'), ('removal_agreed', '%(by)s agreed that %(about)s is out of the group.'), ('removal_final', '%(about)s is out of the group for good.'), ('return_agreed', 'All of us consented that %(about)s is one of us again.'), ('without', '%(by)s agreed not to wait for %(about)s in what we decide.'), ('helped', 'Whoever keeps the server gave %(about)s another address to come in by.')], max_length=24)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('about', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(fields=['group', '-at'], name='group_log')],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='groups.membership')),
                ('name', models.CharField(choices=[('admin', 'looks after invitations and settings'), ('facilitator', 'plans meetings')], max_length=12)),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
                ('from_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('until_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_at', None)), fields=('membership', 'name'), name='a_duty_is_held_once')],
            },
        ),
        migrations.CreateModel(
            name='AdminClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='admin_claims', to='groups.group')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('claimed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at', None), ('withdrawn_at', None)), fields=('group',), name='one_open_claim_per_group')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='groups.membership')),
                ('label', copse.fields.LineField(blank=True, max_length=40, verbose_name='What it is')),
                ('value', copse.fields.LineField(max_length=300, verbose_name='Number, address or words')),
                ('shown', models.BooleanField(default=True, verbose_name='The others see it')),
                ('order', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('membership', 'order'), name='ways_to_reach_me_have_an_order')],
            },
        ),
        migrations.CreateModel(
            name='Departure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='departures', to='groups.membership')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('chosen', models.JSONField(default=dict)),
                ('kept', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('byline', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='groups.membership')),
                ('settled_at', models.DateTimeField(null=True)),
                ('returned_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('returned_at', None), ('settled_at', None)), fields=('membership',), name='one_open_departure')],
            },
        ),
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='groups.group')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='groups.membership')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('stored_as', models.CharField(editable=False, max_length=32, unique=True)),
                ('name', copse.fields.LineField(max_length=150)),
                ('kind', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('kept_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Sabbatical',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sabbaticals', to='groups.membership')),
                ('starts', models.DateField(verbose_name='from')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='until')),
                ('note', copse.fields.WordsField(blank=True, max_length=1000, verbose_name='a note to the others')),
            ],
            options={
                'ordering': ['starts', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends', None), ('ends__gte', models.F('starts')), _connector='OR'), name='a_sabbatical_ends_after')],
            },
        ),
        migrations.CreateModel(
            name='ConsentRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds_of_consent', to='groups.group')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('about', models.CharField(max_length=12)),
                ('title', copse.fields.LineField(blank=True, max_length=200)),
                ('stage', models.CharField(choices=[('draft', 'Draft'), ('questions', 'Questions'), ('reactions', 'Reactions'), ('consent', 'Consent'), ('integrating', 'Finding new words'), ('adopted', 'Adopted'), ('set_aside', 'Set aside'), ('withdrawn', 'Taken back')], default='draft', max_length=12)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('opened_at', models.DateTimeField(null=True)),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['begun_at', 'pk'],
                'indexes': [models.Index(fields=['group', 'stage'], name='rounds_by_stage')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('opened_at', None), ('stage', 'draft')), models.Q(models.Q(('stage', 'draft'), _negated=True), ('opened_at__isnull', False)), _connector='OR'), name='a_draft_is_not_open'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('stage__in', ['adopted', 'set_aside', 'withdrawn'])), models.Q(models.Q(('stage__in', ['adopted', 'set_aside', 'withdrawn']), _negated=True), ('closed_at', None)), _connector='OR'), name='a_round_closes_once')],
            },
        ),
        migrations.CreateModel(
            name='RoundVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='groups.consentround')),
                ('n', models.PositiveSmallIntegerField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('words', copse.fields.WordsField(blank=True, max_length=2000, verbose_name='the reason')),
                ('trial_until', models.DateField(blank=True, null=True, verbose_name='on trial until')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['n'],
                'constraints': [models.UniqueConstraint(fields=('round', 'n'), name='versions_are_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='groups.roundversion')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('stage', models.CharField(max_length=12)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='groups.membership')),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='groups.remark')),
                ('text', copse.fields.WordsField(max_length=2000, verbose_name='my words')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Said',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saids', to='groups.consentround')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.roundversion')),
                ('stage', models.CharField(max_length=12)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('words', copse.fields.WordsField(blank=True, max_length=2000, verbose_name='the reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('taken_back_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('version', 'stage', 'membership'), name='said_once_a_stage')],
            },
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='groups.roundversion')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='groups.membership')),
                ('answer', models.CharField(choices=[('consent', 'I consent'), ('thought', 'I consent, with a thought'), ('not_yet', 'Not yet')], max_length=8)),
                ('words', copse.fields.WordsField(blank=True, max_length=2000, verbose_name='my words')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('version', 'membership'), name='one_position_a_version'), models.CheckConstraint(condition=models.Q(('answer', 'not_yet'), ('words', ''), _negated=True), name='not_yet_names_the_harm')],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='groups.consentround')),
                ('about', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('round', 'about', 'by'), name='agreed_once')],
            },
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='comeback', to='groups.consentround')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='groups.membership')),
            ],
        ),
        migrations.CreateModel(
            name='AskedPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked_papers', to='groups.group')),
                ('maker', models.CharField(max_length=20)),
                ('reference', models.CharField(max_length=400)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('begun_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('failed_at', None), ('made_at', None)), fields=('group', 'maker', 'reference'), name='a_paper_is_in_the_making_once')],
            },
        ),
        migrations.CreateModel(
            name='Ending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='endings', to='groups.group')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('agreed_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('group',), name='one_open_ending_per_group')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='groups.group')),
                ('source', models.CharField(max_length=16)),
                ('ref', models.PositiveBigIntegerField()),
                ('key', models.CharField(blank=True, max_length=12)),
                ('title', models.TextField(blank=True)),
                ('words', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('tokens', copse.fulltext.TokensField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['group', 'source'], name='entries_of_a_group'), copse.fulltext.TokenIndex(fields=['tokens'], name='entries_by_token')],
                'constraints': [models.UniqueConstraint(fields=('ref', 'source'), name='found_once')],
            },
        ),
        migrations.CreateModel(
            name='GroupSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier_slugs', to='groups.group')),
                ('until_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='FoundingLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('used_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Gathering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gatherings', to='groups.group')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('about', models.CharField(choices=[('goals', 'What each of us hopes for'), ('manifesto', 'How we want to work together')], max_length=10)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('opened_at', models.DateTimeField(null=True)),
                ('let_go_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-begun_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('let_go_at', None), ('opened_at', None)), fields=('group', 'about'), name='one_gathering_at_a_time_about_a_thing')],
            },
        ),
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bundles', to='groups.gathering')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('name', copse.fields.LineField(blank=True, max_length=60, verbose_name='its name')),
                ('statement', copse.fields.WordsField(blank=True, max_length=1000, verbose_name='its sentence')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='groups.gathering')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='groups.membership')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('text', copse.fields.WordsField(max_length=1000, verbose_name='my words')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('bundle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contributions', to='groups.bundle')),
            ],
            options={
                'ordering': ['written_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Readiness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readiness', to='groups.gathering')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('gathering', 'membership'), name='ready_once')],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='groups.group')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='groups.membership')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('text', copse.fields.WordsField(max_length=1000, verbose_name='what I hope for')),
                ('state', models.CharField(choices=[('beginning', 'beginning'), ('growing', 'growing'), ('rooted', 'rooted'), ('let_go', 'let go')], default='beginning', max_length=10, verbose_name='where it stands')),
                ('look_back', models.DateField(blank=True, null=True, verbose_name='when we look back at it')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('shared_at', models.DateTimeField(null=True)),
                ('gathered', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='goal', to='groups.contribution')),
            ],
            options={
                'ordering': ['written_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('author__isnull', False), ('shared_at__isnull', False), _connector='OR'), name='a_goal_of_all_is_shared')],
            },
        ),
        migrations.CreateModel(
            name='GoalChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='groups.goal')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.membership')),
                ('text', copse.fields.WordsField(max_length=1000)),
                ('state', models.CharField(choices=[('beginning', 'beginning'), ('growing', 'growing'), ('rooted', 'rooted'), ('let_go', 'let go')], max_length=10)),
                ('look_back', models.DateField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='groups.group')),
                ('key', models.CharField(default=copse.keys.short_key, editable=False, max_length=12, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='groups.membership')),
                ('note', copse.fields.WordsField(blank=True, max_length=1000, verbose_name='a note to them')),
                ('nonce', models.CharField(default=secrets.token_urlsafe, editable=False, max_length=43)),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('used_at', models.DateTimeField(null=True)),
                ('accepted_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='groups.membership')),
                ('revoked_at', models.DateTimeField(null=True)),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='groups.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None), ('used_at', None)), fields=('group', 'email'), name='one_waiting_invitation_per_address')],
            },
        ),
        migrations.CreateModel(
            name='Newcomer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='newcomer', to='groups.consentround')),
                ('name', copse.fields.LineField(max_length=80, verbose_name='their name')),
                ('email', models.EmailField(max_length=254, verbose_name='their e-mail address')),
                ('note', copse.fields.WordsField(blank=True, max_length=1000, verbose_name='a note to them')),
                ('invitation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='newcomers', to='groups.invitation')),
            ],
        ),
        migrations.CreateModel(
            name='MailChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail_choices', to='groups.membership')),
                ('kind', models.CharField(choices=[('date', 'A date to find'), ('meeting', 'A date settled or changed'), ('turn', 'Your turn is coming'), ('proposal', 'A proposal waits for you'), ('shared', 'Something was shared'), ('letter', 'The weekly letter')], max_length=8)),
                ('rhythm', models.CharField(choices=[('at_once', 'At once'), ('friday', 'In the Friday letter'), ('never', 'Never')], max_length=7)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('membership', 'kind'), name='one_choice_for_each_kind'), models.CheckConstraint(condition=models.Q(('kind', 'letter'), ('rhythm', 'at_once'), _negated=True), name='a_weekly_letter_is_not_at_once')],
            },
        ),
        migrations.AddField(
            model_name='membership',
            name='photo',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='groups.file'),
        ),
    ]
