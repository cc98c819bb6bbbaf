from django.apps import AppConfig


class ManifestoConfig(AppConfig):
    name = "manifesto"

    def ready(self):
        from groups import registry
        from manifesto import home

        registry.home["manifesto"] = home.lines
        registry.joining.append(home.in_force)
