from django.apps import AppConfig

from copse.later import Later


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self):
        from groups import home, hopes, matters, registry, search, searched
        from groups.kinds import Kind
        from groups.models import (
            AdminClaim,
            AskedPaper,
            ConsentRound,
            Departure,
            Ending,
            ErasureEntry,
            Export,
            File,
            Gathering,
            Invitation,
            Member,
            Membership,
            Outbox,
        )

        devices, mail = Later("groups.devices"), Later("groups.mail")
        friday, letter, sharing = Later("groups.friday"), Later("groups.letter"), Later("groups.sharing")
        moving, personal, reminding = Later("groups.moving"), Later("groups.personal"), Later("groups.reminding")
        received, bounces = Later("groups.received"), Later("groups.bounces")
        registry.awaited.add("groups.tasks.make_paper")
        registry.mails["invitation"] = mail.invitation
        registry.mails[registry.ACCOUNT] = mail.account
        registry.mails["admin_claim"] = mail.admin_claim
        registry.mails["gathering"] = mail.gathering
        registry.mails["group_ending"] = mail.group_ending
        registry.mails["round"] = mail.consent_round
        registry.mails["round_reminder"] = mail.round_reminder
        registry.mails |= {"shared": sharing.shared, "letter": friday.weekly}
        registry.kinds |= dict.fromkeys(("gathering", "round", "round_reminder"), Kind.PROPOSAL)
        registry.kinds |= {"shared": Kind.SHARED, "letter": Kind.LETTER}
        registry.shared.append(letter.SHARED)
        registry.letters.append(letter.lines)
        registry.ticks.append(friday.write)
        registry.home["people"] = home.lines
        registry.searched["goals"] = searched.GOALS
        registry.ticks += [AdminClaim.take_effect, reminding.remind, Ending.take_effect, File.sweep, Outbox.give_up]
        registry.ticks.append(Member.hear_of_refused)
        registry.after_restore.append(ErasureEntry.after_restore)
        registry.received["b"] = bounces.receive
        registry.mails["removal"] = mail.removal
        registry.mails["removal_undone"] = mail.removal_undone
        registry.matters |= matters.MATTERS
        registry.questions[Gathering.About.GOALS] = hopes.QUESTION
        registry.moving["groups"] = moving.RULES
        registry.carried_files.append(moving.photos)
        registry.personal["groups"] = personal.RULES
        registry.copied_files.append(personal.my_files)
        registry.belongings.append(personal.BELONGINGS)
        registry.endings += [AdminClaim.void, Invitation.void, Outbox.drop_for]
        registry.partings += [ConsentRound.objects.discard_drafts_of, Gathering.take_back_from]
        registry.ticks += [
            Membership.finish_removals, Departure.settle_due, Export.expire, AskedPaper.expire, ErasureEntry.wipe_again,
            devices.forget, search.settle, received.receive,
        ]  # fmt: skip
