from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0014_status_of_work_plans'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='workplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status_at', None), ('status_by', None)), models.Q(('status_at__isnull', False), ('status_by__isnull', False)), _connector='OR'), name='meetings_workplan_status_stamped'),
        ),
        migrations.AddConstraint(
            model_name='workplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('assembly_approved_on__isnull', False), ('status', 'approved')), models.Q(('assembly_approved_on', None), ('given_for_information_on__isnull', False), ('status', 'for_information')), models.Q(('assembly_approved_on', None), ('given_for_information_on', None), ('recommended_on__isnull', False), ('status', 'recommended')), models.Q(('adopted_on__isnull', False), ('assembly_approved_on', None), ('given_for_information_on', None), ('recommended_on', None), ('status', 'adopted')), models.Q(('adopted_on', None), ('assembly_approved_on', None), ('given_for_information_on', None), ('recommended_on', None), ('status', 'draft')), _connector='OR'), name='meetings_workplan_status_fits_days'),
        ),
        migrations.AddConstraint(
            model_name='workplan',
            constraint=models.CheckConstraint(condition=models.Q(('adopted_at', None), ('adopted_on__isnull', False), _connector='OR'), name='meetings_workplan_adoption_dated'),
        ),
        migrations.AddConstraint(
            model_name='workplan',
            constraint=models.CheckConstraint(condition=models.Q(('recommended_on', None), ('adopted_on', None), ('recommended_on__gte', models.F('adopted_on')), _connector='OR'), name='meetings_workplan_recommended_after_adoption', violation_error_message='The recommendation lies before the adoption.'),
        ),
        migrations.AddConstraint(
            model_name='workplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('assembly_approved_on', None), ('recommended_on', None), ('assembly_approved_on__gte', models.F('recommended_on')), _connector='OR'), models.Q(('assembly_approved_on', None), ('adopted_on', None), ('assembly_approved_on__gte', models.F('adopted_on')), _connector='OR')), name='meetings_workplan_approved_after_steps', violation_error_message='The approval lies before a step that precedes it.'),
        ),
        migrations.AddConstraint(
            model_name='workplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('given_for_information_on', None), ('recommended_on', None), ('given_for_information_on__gte', models.F('recommended_on')), _connector='OR'), models.Q(('given_for_information_on', None), ('adopted_on', None), ('given_for_information_on__gte', models.F('adopted_on')), _connector='OR')), name='meetings_workplan_informed_after_steps', violation_error_message='The information lies before a step that precedes it.'),
        ),
    ]
