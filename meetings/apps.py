from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        from groups import registry
        from meetings import home

        registry.openings = home.openings
        registry.group_ends.append(lambda group: group.meetings.all().delete())
