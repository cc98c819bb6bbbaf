from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        from groups import registry
        from meetings import home

        registry.openings = home.openings
        registry.home_next.append(home.next_meeting)
        registry.home_asks.extend([home.unanswered, home.without_a_date])
        registry.home_news.extend([home.moved, home.settled, home.let_go])
