from django.apps import AppConfig


class CopseConfig(AppConfig):
    name = "copse"

    def ready(self):
        from copse import checks  # noqa: F401  registers itself
