from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Who"

    def ready(self) -> None:
        from partners import lookups
        from partners.authentication import account_log, sessions
        from partners.database.setup import prepare_roles, ready_to_record, secure_tables

        lookups.register()
        pre_migrate.connect(prepare_roles, sender=self)
        pre_migrate.connect(ready_to_record, sender=self)
        # Every migrated app sends the signal; the wall is complete once the last one has.
        post_migrate.connect(secure_tables)
        account_log.connect()
        sessions.connect()
