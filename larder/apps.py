from django.apps import AppConfig


class LarderConfig(AppConfig):
    name = "larder"

    def ready(self):
        from groups import registry
        from larder import home, joining, moving, personal
        from larder.models import Delivery, lay_in_kinds
        from larder.tasks import work_on

        registry.group_begins.append(lay_in_kinds)
        registry.home["larder"] = home.lines
        registry.group_ends.append(lambda group: group.topics.all().delete())
        registry.awaited.add(work_on.module_path)
        registry.ticks.append(Delivery.expire)
        registry.first_things.append(joining.first_topic)
        registry.moving["larder"] = moving.RULES
        registry.personal["larder"] = personal.RULES
        registry.belongings += personal.BELONGINGS
        registry.partings.append(personal.end_wishes)
