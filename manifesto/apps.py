from django.apps import AppConfig


class ManifestoConfig(AppConfig):
    name = "manifesto"

    def ready(self):
        from groups import registry
        from manifesto import home, moving, papers, personal

        registry.home["manifesto"] = home.lines
        registry.joining.append(home.in_force)
        registry.papers["manifesto"] = papers.make
        registry.group_ends.append(papers.forget)
        registry.joined.append(home.sign_on_joining)
        registry.moving["manifesto"] = moving.RULES
        registry.personal["manifesto"] = personal.RULES
        registry.belongings += personal.BELONGINGS
        registry.forgets.append(personal.forget_drawn)
