from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from copse.later import Later


class ManifestoConfig(AppConfig):
    name = "manifesto"

    def ready(self):
        from groups import registry
        from groups.models import Gathering
        from manifesto import gathering, home, proposed, searched
        from manifesto.models import proposal, trial

        moving, papers, personal = Later("manifesto.moving"), Later("manifesto.papers"), Later("manifesto.personal")
        registry.home["manifesto"] = home.lines
        registry.letters.append(Later("manifesto.letter").lines)
        registry.searched["values"] = searched.VALUES
        registry.joining.append(home.in_force)
        registry.papers["manifesto"] = papers.make
        registry.group_ends.append(papers.forget)
        registry.matters[proposal.ABOUT] = registry.Matter(
            area="manifesto",
            section="manifesto",
            untitled=gettext_lazy("Does what we tried stay?"),
            subject=lambda begun: begun.proposal,
            template="manifesto/_proposed.html",
            shows=proposed.shows,
            conclude=trial.conclude,
        )
        registry.questions[Gathering.About.MANIFESTO] = gathering.QUESTION
        registry.ticks += [trial.ask, trial.let_lapse]
        registry.joined.append(home.sign_on_joining)
        registry.moving["manifesto"] = moving.RULES
        registry.personal["manifesto"] = personal.RULES
        registry.belongings.append(personal.BELONGINGS)
        registry.forgets.append(personal.forget_drawn)
