import django.db.models.deletion
import partners.isolation.constraints
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models
from partners.batched_migrations import FoldedMigration


class Migration(FoldedMigration):

    replaces = [('dashboards', '0001_initial')]

    initial = True

    dependencies = [
        ('account', '0009_emailaddress_unique_primary_email'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('governance', '0007_closed_books'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('partners', '0006_business_functions'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('sessions', '0001_initial'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
        ('usersessions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('outcome', 'outcome'), ('kpi', 'KPI'), ('sla', 'SLA'), ('xla', 'XLA')], default='kpi', max_length=8)),
                ('unit', models.CharField(blank=True, max_length=30)),
                ('direction', models.CharField(choices=[('higher', 'higher is better'), ('lower', 'lower is better'), ('none', 'no target')], default='higher', max_length=6)),
                ('target', models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                ('amber', models.DecimalField(blank=True, decimal_places=4, help_text='Beyond the target but not yet beyond this: closing in.', max_digits=16, null=True)),
                ('weight', models.PositiveSmallIntegerField(default=1)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True)),
                ('outcome', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='governance.outcomeintent')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partner')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('partner', 'id'), name='dashboards_indicator_within_partner'), partners.isolation.constraints.CompositeForeignKey(field='outcome', name='indicator_outcome_same_partner'), models.UniqueConstraint(fields=('partner', 'name'), name='indicator_name_unique'), models.CheckConstraint(condition=models.Q(models.Q(('direction', 'none'), _negated=True), ('target', None), _connector='OR'), name='indicator_no_target_without_direction')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dashboards_indicatorevent" ("amber", "direction", "id", "kind", "name", "outcome_id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_on", "source", "target", "unit", "weight") VALUES (NEW."amber", NEW."direction", NEW."id", NEW."kind", NEW."name", NEW."outcome_id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."retired_on", NEW."source", NEW."target", NEW."unit", NEW."weight"); RETURN NULL;', hash='4b345e03119e693851b2de96fec9534850a250dd', operation='INSERT', pgid='pgtrigger_insert_insert_fe2f4', table='dashboards_indicator', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dashboards_indicatorevent" ("amber", "direction", "id", "kind", "name", "outcome_id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_on", "source", "target", "unit", "weight") VALUES (NEW."amber", NEW."direction", NEW."id", NEW."kind", NEW."name", NEW."outcome_id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."retired_on", NEW."source", NEW."target", NEW."unit", NEW."weight"); RETURN NULL;', hash='0285e8a3d0763443ad812496fb8065f237256e05', operation='UPDATE', pgid='pgtrigger_update_update_eaeec', table='dashboards_indicator', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dashboards_indicatorevent" ("amber", "direction", "id", "kind", "name", "outcome_id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_on", "source", "target", "unit", "weight") VALUES (OLD."amber", OLD."direction", OLD."id", OLD."kind", OLD."name", OLD."outcome_id", OLD."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."retired_on", OLD."source", OLD."target", OLD."unit", OLD."weight"); RETURN NULL;', hash='64481f078d4eb80b967ac0fc6266499103d6d0ac', operation='DELETE', pgid='pgtrigger_delete_delete_831b4', table='dashboards_indicator', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='IndicatorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('outcome', 'outcome'), ('kpi', 'KPI'), ('sla', 'SLA'), ('xla', 'XLA')], default='kpi', max_length=8)),
                ('unit', models.CharField(blank=True, max_length=30)),
                ('direction', models.CharField(choices=[('higher', 'higher is better'), ('lower', 'lower is better'), ('none', 'no target')], default='higher', max_length=6)),
                ('target', models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                ('amber', models.DecimalField(blank=True, decimal_places=4, help_text='Beyond the target but not yet beyond this: closing in.', max_digits=16, null=True)),
                ('weight', models.PositiveSmallIntegerField(default=1)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True)),
                ('outcome', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.outcomeintent')),
                ('partner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dashboards.indicator')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='12bb2b657729aa203eaad17a077bae34d873f3e1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7fb9d', table='dashboards_indicatorevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='The first day of the month.')),
                ('value', models.DecimalField(decimal_places=4, max_digits=20)),
                ('state', models.CharField(choices=[('provisional', 'provisional'), ('accepted', 'accepted'), ('disputed', 'disputed')], default='accepted', max_length=12)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('dispute', models.CharField(blank=True, max_length=300)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='dashboards.indicator')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partner')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['month'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('partner', 'id'), name='dashboards_reading_within_partner'), partners.isolation.constraints.CompositeForeignKey(field='indicator', name='reading_indicator_same_partner'), models.UniqueConstraint(fields=('indicator', 'month'), name='reading_one_a_month'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='reading_first_of_month')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dashboards_readingevent" ("dispute", "id", "indicator_id", "month", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "source", "state", "value") VALUES (NEW."dispute", NEW."id", NEW."indicator_id", NEW."month", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."source", NEW."state", NEW."value"); RETURN NULL;', hash='0801998fa853aee35d14d41299b597f976c8f8f5', operation='INSERT', pgid='pgtrigger_insert_insert_71984', table='dashboards_reading', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dashboards_readingevent" ("dispute", "id", "indicator_id", "month", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "source", "state", "value") VALUES (NEW."dispute", NEW."id", NEW."indicator_id", NEW."month", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."source", NEW."state", NEW."value"); RETURN NULL;', hash='e7fcafcf630f69be679a5c1dc4e2b9e3db183e49', operation='UPDATE', pgid='pgtrigger_update_update_aeee3', table='dashboards_reading', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dashboards_readingevent" ("dispute", "id", "indicator_id", "month", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "source", "state", "value") VALUES (OLD."dispute", OLD."id", OLD."indicator_id", OLD."month", OLD."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."source", OLD."state", OLD."value"); RETURN NULL;', hash='395b3e0476b06383c3f8db8e13b75e32c364b45c', operation='DELETE', pgid='pgtrigger_delete_delete_de376', table='dashboards_reading', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ReadingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('month', models.DateField(help_text='The first day of the month.')),
                ('value', models.DecimalField(decimal_places=4, max_digits=20)),
                ('state', models.CharField(choices=[('provisional', 'provisional'), ('accepted', 'accepted'), ('disputed', 'disputed')], default='accepted', max_length=12)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('dispute', models.CharField(blank=True, max_length=300)),
                ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dashboards.indicator')),
                ('partner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dashboards.reading')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c062d3b63467941d4857f92ce7f833ed649ed49d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5bc37', table='dashboards_readingevent', when='BEFORE'))],
            },
        ),
    ]
