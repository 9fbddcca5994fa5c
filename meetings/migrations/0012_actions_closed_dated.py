from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0011_actions_have_states'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_on__isnull', False), ('status__in', ('done', 'not_done', 'dropped'))), models.Q(models.Q(('status__in', ('done', 'not_done', 'dropped')), _negated=True), ('done_on', None)), _connector='OR'), name='meetings_action_closed_dated'),
        ),
    ]
