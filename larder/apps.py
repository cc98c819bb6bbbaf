from django.apps import AppConfig


def larder_ends(group) -> None:
    """They hang on whoever put them by, whom a group's end would not take away before them."""
    group.resources.all().delete()
    group.topics.all().delete()
    group.activities.all().delete()


class LarderConfig(AppConfig):
    name = "larder"

    def ready(self):
        from groups import registry
        from larder import (
            cards,
            home,
            joining,
            letter,
            moving,
            personal,
            personal_activities,
            personal_resources,
            searched,
        )
        from larder.models import Delivery, lay_in_kinds
        from larder.tasks import work_on

        registry.group_begins.append(lay_in_kinds)
        registry.home["larder"] = home.lines
        registry.shared += letter.SHARED
        registry.group_ends += [larder_ends]
        registry.searched |= searched.SEARCHED
        registry.awaited.add(work_on.module_path)
        registry.ticks.append(Delivery.expire)
        registry.first_things.append(joining.first_topic)
        registry.moving["larder"] = moving.RULES
        registry.carried_files.append(moving.FILES)
        kept = (personal, personal_activities, personal_resources)
        registry.personal["larder"] = [rule for part in kept for rule in part.RULES]
        registry.belongings += [belonging for part in kept for belonging in part.BELONGINGS]
        registry.papers["larder"] = cards.make
        registry.partings.append(personal.end_wishes)
