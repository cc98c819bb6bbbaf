from django.apps import AppConfig

from copse.later import Later


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        from groups import registry
        from groups.kinds import Kind
        from meetings import home, searched, telling, zone_rules
        from meetings.models import (
            BusySpan,
            DatePoll,
            MeetingInvitation,
            PutAside,
            Subscription,
            meeting_invitation,
            put_aside,
        )

        mail, turn_mail, papers = Later("meetings.mail"), Later("meetings.turn_mail"), Later("meetings.papers")
        asking, letter = Later("meetings.asking"), Later("meetings.letter")
        moving, personal = Later("meetings.moving"), Later("meetings.personal")
        invitation_mail, replies = Later("meetings.invitation_mail"), Later("meetings.replies")
        registry.openings, registry.uses = home.openings, home.uses
        registry.mails["turn"] = turn_mail.turn
        registry.mails["turn_offer"] = turn_mail.turn_offer
        registry.ticks += [zone_rules.look_once, turn_mail.remind]
        registry.searched["meetings"] = searched.MEETINGS
        registry.mails[telling.KIND] = mail.meeting_news
        registry.group_ends.append(Subscription.outlive)
        registry.group_ends.append(lambda group: group.meetings(manager="of_any_size").all().delete())
        registry.moving["meetings"] = moving.RULES
        registry.personal["meetings"] = personal.RULES
        registry.belongings.append(personal.BELONGINGS)
        registry.endings.append(personal.end_feeds)
        registry.partings.append(personal.end_part_in_meetings)
        registry.forgets.append(personal.forget_drawn)
        registry.mails["poll_reminder"] = mail.poll_reminder
        registry.mails["all_heard"] = mail.all_heard
        registry.mails[meeting_invitation.KIND] = invitation_mail.invitation
        registry.mails[put_aside.KIND] = invitation_mail.put_aside
        registry.received[meeting_invitation.PURPOSE] = replies.take
        registry.ticks += [MeetingInvitation.send_due, PutAside.forget]
        registry.ticks += [DatePoll.move_on, DatePoll.hear, BusySpan.forget]
        registry.mails |= {"dates": asking.dates, "exception": asking.exception, "at_risk": asking.cannot}
        registry.mails["turn_taken"] = turn_mail.turn_taken
        registry.kinds |= dict.fromkeys(("dates", "poll_reminder", "all_heard", "exception"), Kind.DATE)
        registry.kinds |= dict.fromkeys((telling.KIND, "at_risk", meeting_invitation.KIND), Kind.MEETING)
        registry.kinds |= dict.fromkeys(("turn", "turn_offer", "turn_taken"), Kind.TURN)
        registry.letters.append(letter.lines)
        registry.papers["meetings"] = papers.make
        registry.copied_files.append(personal.my_calendar)
