from django.apps import AppConfig

from copse.later import Later


def larder_ends(group) -> None:
    """They hang on whoever put them by, whom a group's end would not take away before them."""
    group.resources.all().delete()
    group.topics.all().delete()
    group.activities.all().delete()


class LarderConfig(AppConfig):
    name = "larder"

    def ready(self):
        from groups import registry
        from larder import home, joining, searched
        from larder.models import Delivery, lay_in_kinds

        cards, moving, personal = Later("larder.cards"), Later("larder.moving"), Later("larder.personal")
        registry.group_begins.append(lay_in_kinds)
        registry.home["larder"] = home.lines
        registry.shared.append(Later("larder.letter").SHARED)
        registry.group_ends += [larder_ends]
        registry.searched |= searched.SEARCHED
        registry.awaited.add("larder.tasks.work_on")
        registry.ticks.append(Delivery.expire)
        registry.first_things.append(joining.first_topic)
        registry.moving["larder"] = moving.RULES
        registry.carried_files.append(moving.files)
        registry.personal["larder"] = personal.RULES
        registry.belongings.append(personal.BELONGINGS)
        registry.papers["larder"] = cards.make
        registry.partings.append(personal.end_wishes)
