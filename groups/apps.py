from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self):
        from groups import home, mail, registry
        from groups.models import AdminClaim, Ending, File

        registry.mails["invitation"] = mail.invitation
        registry.mails["account"] = mail.account
        registry.mails["admin_claim"] = mail.admin_claim
        registry.mails["gathering"] = mail.gathering
        registry.mails["group_ending"] = mail.group_ending
        registry.home["people"] = home.lines
        registry.ticks += [AdminClaim.take_effect, Ending.take_effect, File.sweep]
