import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def confirm_what_was_given(apps, _schema_editor):
    """Let the roles of before hold on: nobody wrote down then who gave them."""
    apps.get_model("accounts", "RoleGrant").objects.update(confirmed_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_one_address_for_an_account'),
        ('places', '0003_baseline_notes_in_each_language'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalrolegrant',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='confirmed at'),
        ),
        migrations.AddField(
            model_name='historicalrolegrant',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='historicalrolegrant',
            name='ended_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='ended at'),
        ),
        migrations.AddField(
            model_name='historicalrolegrant',
            name='ended_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by'),
        ),
        migrations.AddField(
            model_name='historicalrolegrant',
            name='given_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='given at'),
        ),
        migrations.AddField(
            model_name='historicalrolegrant',
            name='given_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='confirmed at'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='ended_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='ended at'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='ended_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='given_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='given at'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='given_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('given_at', None), ('given_by', None)), models.Q(('given_at__isnull', False), ('given_by__isnull', False)), _connector='OR'), name='accounts_rolegrant_given_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('given_by', None), models.Q(('given_by', models.F('user')), _negated=True), _connector='OR'), name='accounts_rolegrant_not_given_to_oneself', violation_error_message='Nobody gives a role to themselves.'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by', None), ('given_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('given_by__isnull', False), models.Q(('confirmed_by', models.F('given_by')), _negated=True), models.Q(('confirmed_by', models.F('user')), _negated=True)), _connector='OR'), name='accounts_rolegrant_confirmed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('until_on__isnull', False)), _connector='OR'), name='accounts_rolegrant_ended_by_somebody'),
        ),
        migrations.RunPython(confirm_what_was_given, migrations.RunPython.noop),
    ]
