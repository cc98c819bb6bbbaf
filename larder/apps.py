from django.apps import AppConfig


def topics_and_activities_end(group) -> None:
    """They hang on whoever put them by, whom a group's end would not take away before them."""
    group.topics.all().delete()
    group.activities.all().delete()


class LarderConfig(AppConfig):
    name = "larder"

    def ready(self):
        from groups import registry
        from larder import cards, home, joining, moving, personal, personal_activities
        from larder.models import Delivery, lay_in_kinds
        from larder.tasks import work_on

        registry.group_begins.append(lay_in_kinds)
        registry.home["larder"] = home.lines
        registry.group_ends += [topics_and_activities_end]
        registry.awaited.add(work_on.module_path)
        registry.ticks.append(Delivery.expire)
        registry.first_things.append(joining.first_topic)
        registry.moving["larder"] = moving.RULES
        registry.personal["larder"] = [*personal.RULES, *personal_activities.RULES]
        registry.belongings += [*personal.BELONGINGS, *personal_activities.BELONGINGS]
        registry.papers["larder"] = cards.make
        registry.partings.append(personal.end_wishes)
