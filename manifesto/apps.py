from django.apps import AppConfig


class ManifestoConfig(AppConfig):
    name = "manifesto"

    def ready(self):
        from groups import registry
        from manifesto import home

        registry.home_asks.append(home.unsigned_edition)
        registry.home_asides.append(home.a_value)
        registry.joining_sections.append(home.in_force)
