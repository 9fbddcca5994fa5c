"""The tables of declarations; the database itself refuses to change what was frozen.

SQLite gets no trigger against deletion, as for editions (0002). The triggers come after the
change, so that a broken constraint is named before them.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("reports_declaredtable", "reports_countedperson")
REFUSAL = "a frozen table of declarations never changes"
SQLITE = [
    f"""
    CREATE TRIGGER {table}_frozen AFTER UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
    for table in TABLES
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION reports_refuse_declared() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
    """,
    *(
        f"""
        CREATE TRIGGER {table}_frozen AFTER UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION reports_refuse_declared()
        """
        for table in TABLES
    ),
]


def protect(_apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def unprotect(_apps, schema_editor):
    on_table = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        schema_editor.execute(
            f"DROP TRIGGER {table}_frozen" + (f" ON {table}" if on_table else "")
        )
    if on_table:
        schema_editor.execute("DROP FUNCTION reports_refuse_declared()")


class Migration(migrations.Migration):

    dependencies = [
        ('committees', '0008_rule_subjects_of_figures'),
        ('reports', '0005_yearly_figures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeclaredTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('klsp', 'Local Public Safety Committee'), ('kksb', 'Municipal Community Safety Council'), ('evsb', 'Community Safety Action Team'), ('national', 'Executive Council of the local committees')], max_length=20, verbose_name='kind of committee')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('content', models.JSONField(verbose_name='numbers after disclosure control')),
                ('frozen_at', models.DateTimeField(verbose_name='figures frozen at')),
                ('frozen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prepared by')),
            ],
            options={
                'verbose_name': 'table of declarations',
                'verbose_name_plural': 'tables of declarations',
            },
        ),
        migrations.CreateModel(
            name='CountedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.person', verbose_name='person')),
                ('table', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counted', to='reports.declaredtable', verbose_name='table')),
            ],
            options={
                'verbose_name': 'person counted',
                'verbose_name_plural': 'persons counted',
            },
        ),
        migrations.AddConstraint(
            model_name='declaredtable',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['klsp', 'kksb', 'evsb', 'national'])), name='reports_declared_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='declaredtable',
            constraint=models.UniqueConstraint(fields=('kind', 'year'), name='reports_declared_once'),
        ),
        migrations.RunPython(protect, unprotect),
    ]
