import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("meetings", "0008_concerns_into_the_register"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='concern',
            name='number',
            field=models.CharField(editable=False, max_length=20, unique=True, verbose_name='number'),
        ),
        migrations.AlterField(
            model_name='concern',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='committees.committee', verbose_name='committee'),
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['committee', 'raised_on'], name='meetings_concern_of_body'),
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['status', 'raised_on'], name='meetings_concern_by_status'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'in_progress', 'referred', 'resolved', 'not_competent', 'duplicate', 'no_action'])), name='meetings_concern_status_known'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('sensitivity__in', ['public', 'internal', 'confidential'])), name='meetings_concern_sensitivity_known'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('reach__in', ['none_known', 'named', 'all'])), name='meetings_concern_reach_known'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('raised_as__in', ['', 'mayor', 'deputy_mayor', 'deputy_mayor_communities', 'station_commander', 'police_officer', 'coordinator', 'assembly', 'directorate', 'community', 'religion', 'women_ngo', 'civil_society', 'youth', 'school', 'business', 'klsp', 'village_leader', 'resident', 'security_force', 'international', 'chair', 'other'])), name='meetings_concern_raised_as_known'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['sq', 'sr-latn', 'en'])), name='meetings_concern_language_known'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status_at', None), ('status_by', None)), models.Q(('status_at__isnull', False), ('status_by__isnull', False)), _connector='OR'), name='meetings_concern_status_stamped'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('holder_committee__isnull', False), ('holder_ministry', '')), models.Q(('holder_committee', None), ('holder_ministry__in', ['mia', 'mlga'])), _connector='OR'), name='meetings_concern_one_holder'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('raised_on__isnull', False), ('meeting__isnull', False), _connector='OR'), name='meetings_concern_raised_some_day', violation_error_message='Say on which day it was raised, or at which meeting.'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('occurred_on', None), ('raised_on', None), ('occurred_on__lte', models.F('raised_on')), _connector='OR'), name='meetings_concern_happened_before_raised', violation_error_message='It cannot have happened after it was raised.'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('is_serious', False), ('is_incident', True), _connector='OR'), name='meetings_concern_serious_is_incident', violation_error_message='Only an incident can be a serious incident.'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('latitude__range', (41.8, 43.3)), ('longitude__isnull', False), ('longitude__range', (20.0, 21.9))), _connector='OR'), name='meetings_concern_point_in_kosovo', violation_error_message='The point lies outside Kosovo, or half of it is missing.'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_on__isnull', False), ('status', 'duplicate')), models.Q(('answered_on__isnull', False), ('status__in', ('resolved', 'not_competent', 'duplicate', 'no_action')), models.Q(('answer', ''), _negated=True)), models.Q(models.Q(('status__in', ('resolved', 'not_competent', 'duplicate', 'no_action')), _negated=True), ('answer', ''), ('answered_on', None)), _connector='OR'), name='meetings_concern_closed_with_answer'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('duplicate_of__isnull', False), ('status', 'duplicate')), models.Q(models.Q(('status', 'duplicate'), _negated=True), ('duplicate_of', None)), _connector='OR'), name='meetings_concern_duplicate_names_other'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by', None)), models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('sensitivity', 'public'), ('status__in', ('resolved', 'not_competent', 'duplicate', 'no_action'))), _connector='OR'), name='meetings_concern_published_when_closed'),
        ),
    ]
