from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self):
        from groups import home, mail, registry

        registry.mails["invitation"] = mail.invitation
        registry.mails["account"] = mail.account
        registry.home["people"] = home.lines
