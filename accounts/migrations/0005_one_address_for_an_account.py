import django.db.models.functions.text
from django.db import migrations, models
from django.db.models import F


def leave_one_address(apps, schema_editor):
    """Take away what somebody added beside the address of an account, and vouch for that one."""
    user_model = apps.get_model('accounts', 'User')
    address_model = apps.get_model('account', 'EmailAddress')
    for user in user_model.objects.exclude(email=django.db.models.functions.text.Lower('email')):
        user.email = user.email.lower()
        user.save(update_fields=['email'])
    address_model.objects.exclude(email=F('user__email')).delete()
    address_model.objects.filter(primary=False).update(primary=True)
    address_model.objects.filter(verified=False).update(verified=True)
    without = user_model.objects.exclude(pk__in=address_model.objects.values('user'))
    address_model.objects.bulk_create(
        address_model(user=user, email=user.email, primary=True, verified=True) for user in without
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_scope_of_keys_and_digest'),
        ('account', '0009_emailaddress_unique_primary_email'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='access_number',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(leave_one_address, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='accounts_user_email_in_small_letters'),
        ),
    ]
