from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "governance.config"
    label = "config"
    verbose_name = "The project's wiring"
