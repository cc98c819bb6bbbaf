from django.apps import AppConfig


class ManifestoConfig(AppConfig):
    name = "manifesto"

    def ready(self):
        from groups import registry
        from manifesto import home

        registry.home.append(home.lines)
        registry.joining.append(home.in_force)
