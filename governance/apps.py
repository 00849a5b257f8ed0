from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "What we agreed"

    def ready(self) -> None:
        from governance.tracker.verbs import awaiting

        awaiting.connect()
