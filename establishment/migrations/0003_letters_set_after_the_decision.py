from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("establishment", "0002_reasons_of_any_length")]

    operations = [
        migrations.AddField(
            model_name="decisionletter",
            name="content",
            # What letters from before this change say is known from their files alone.
            field=models.JSONField(default=dict, verbose_name="text"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="decisionletter",
            name="pdf",
            field=models.BinaryField(null=True, verbose_name="file"),
        ),
        migrations.AlterField(
            model_name="decisionletter",
            name="sha256",
            field=models.CharField(max_length=64, null=True, unique=True, verbose_name="SHA-256"),
        ),
        migrations.AddConstraint(
            model_name="decisionletter",
            constraint=models.CheckConstraint(
                condition=Q(pdf=None, sha256=None) | Q(pdf__isnull=False, sha256__isnull=False),
                name="establishment_letter_hash_with_file",
            ),
        ),
    ]
