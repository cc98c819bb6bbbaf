"""Who may open and who may change what: a row for every URL of the site (trust.md, section 2).

Each row says which status each role meets on GET, and on POST with the row's data. A URL without a row fails the
suite, and so does a row without a URL.
"""

from datetime import date, timedelta

from django.apps import apps

from tests.matrix_larder import LARDER
from tests.matrix_meetings import MEETINGS
from tests.matrix_meetings_away import AWAY
from tests.matrix_meetings_change import CHANGE
from tests.matrix_rhythm import RHYTHMS
from tests.matrix_turns import TURNS
from tests.matrix_undelivered import UNDELIVERED
from tests.rows import GONE, NOT_YOURS, Row, admins, every, facilitators, members, signed_in


def meeting_plan(**more) -> dict:
    day = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011  any day ahead will do
    plan = {"kind": "online", "starts_on": day, "start_time": "19:00", "end_time": "21:00", "zone": "Europe/London"}
    return {**plan, "settled": "yes", **more}


PARTS = {"part-TOTAL_FORMS": "5", "part-INITIAL_FORMS": "5", "materials": "paper"}
PARTS |= {f"part-{i}-minutes": "20" for i in range(5)} | {f"part-{i}-words": "Begin" for i in range(5)}
PAST = {"text": "date\n2001-03-05", "seen": "stamp of the past"}
EDITIONS = {"text": "number,date,value\n1,2001-03-05,We come"}
MANIFESTO = {"agreed_on": "2026-01-10", "text": "We come\nWe keep our dates."}
MY_PAGE = {"known_as": "Nia", "contact-TOTAL_FORMS": "4", "contact-INITIAL_FORMS": "0", "contact-0-value": "Ring"}
MEETING = {"group": "group", "key": "key"}
TOPIC = {"group": "group", "key": "topic"}
PART_OF_MEETING = {"group": "group", "key": "key", "place": "place"}
PAST_TOPIC = {"group": "group", "key": "past_topic"}
GROUP = {"group": "group"}
GOAL = {"group": "group", "key": "goal"}
INVITATION = {"group": "group", "key": "invitation"}
EDITION = {"group": "group", "n": "n"}
CORRECTION = {"name": "Came", "statement": "Early"}
VALUE = {"group": "group", "key": "value"}
GATHERING = {"group": "group", "key": "gathering"}
ROUND = {"group": "group", "key": "round"}
ASKED = {"group": "group", "key": "asked"}
DRAFT = {"group": "group", "key": "draft"}
NEWCOMER = {"name": "Zoë", "email": "new@example.org", "reason": "to write with"}
PROPOSED = {"name-new1": "Rest", "statement-new1": "We stop on time.", "reason": "to rest", "new": "1"}
OPENED, BUNDLE = {"group": "group", "key": "opened"}, {"bundle": "bundle"}
PERSON = {"group": "group", "key": "person"}
DUTY = {"duty": "duty"}
TODAY = date.today().isoformat()  # noqa: DTZ011  any day will do
GROUP_SETTINGS = {"name": "The Withies", "slug": "withies", "zone": "Europe/London", "language": "en-gb",
                  "country": "GB", "rounds": "checks", "all_facilitate": "False", "all_invite": "False",
                  "invite_by_consent": "False", "patience_weeks": "4", "sign_on_joining": "True"}  # fmt: skip
TOKEN = {"token": "token"}
FATES = {
    "goals": "goes",
    **dict.fromkeys(("values", "topics", "topic_notes", "activities", "resources", "deciding"), "unnamed"),
}
LEFT = signed_in(GONE, former=200)
MINE_WHO_LEFT = signed_in(GONE, former=302)
MINE_ALONE = members(GONE, member=200)
MINE_IN_GROUP = members(GONE, member=302)
MINE_OF_ALL = signed_in(GONE, member=302)

ROWS: dict[str, Row] = {
    # the frame
    "front": Row(get=signed_in(302, outsider=200, former=200, removed=200, staff=200)),
    "how": Row(get=every(200), public=True),
    "help": Row(get=every(200), public=True),
    "privacy": Row(get=every(200), public=True),
    "healthz": Row(get=every(200), public=True),
    "csp_report": Row(get=None, post=every(204), public=True),
    "styleguide": Row(get=signed_in(GONE, staff=200)),
    "me": Row(
        get=signed_in(200), post=signed_in(302), data={"name": "Nia", "language": "en-gb", "zone": "Europe/London"}
    ),
    # groups
    "home": Row(get=members(200), args=GROUP),
    "groups:members": Row(get=members(200), args=GROUP),
    "groups:my_page": Row(get=members(200), post=members(302), args=GROUP, data=MY_PAGE),
    "groups:my_photo": Row(get=members(200), post=members(302), args=GROUP, data={"photo": "a picture"}),
    "groups:remove_photo": Row(get=None, post=members(302), args=GROUP),
    "groups:photo": Row(get=members(200), args={"group": "group", "key": "pictured"}),
    "groups:invite": Row(get=admins(200), post=admins(302), args=GROUP, data={"emails": "new@example.org"}),
    "groups:resend_invitation": Row(get=None, post=admins(302), args=INVITATION),
    "groups:revoke_invitation": Row(get=None, post=admins(302), args=INVITATION),
    "groups:sabbatical": Row(get=members(200), post=members(302), args=GROUP, data={"starts": TODAY}),
    "groups:come_back": Row(get=None, post=members(GONE, admin=302), args=GROUP),
    "groups:duties": Row(get=members(200), args=PERSON),
    "groups:give_duty": Row(get=None, post=admins(302), args=PERSON | DUTY),
    "groups:take_duty": Row(get=None, post=admins(302), args={"group": "group", "key": "admin_person"} | DUTY,
                            raises_version=False),  # the last one
    "groups:lay_down_duty": Row(get=None, post=members(302), args=GROUP | DUTY, raises_version=False),
    "groups:claim": Row(get=None, post=members(302), args=GROUP, raises_version=False),  # somebody has the duty
    "groups:withdraw_claim": Row(get=None, post=members(GONE), args=GROUP, raises_version=False),
    "groups:settings": Row(
        get=members(200), post=members(NOT_YOURS, admin=302), args=GROUP, data=GROUP_SETTINGS
    ),
    "groups:log": Row(get=members(200), args=GROUP),
    "groups:ending": Row(get=admins(200), post=admins(302), args=GROUP),
    "groups:agree_to_ending": Row(get=None, post=admins(GONE), args=GROUP, raises_version=False),
    "groups:withdraw_ending": Row(get=None, post=admins(GONE), args=GROUP, raises_version=False),
    "groups:leaving": Row(get=members(200), post=members(200), args=GROUP, data=FATES, raises_version=False),
    "groups:departure": Row(get=None, post=members(302), args=GROUP, data=FATES),
    "groups:remove": Row(get=admins(200), post=admins(302), args=PERSON, data={"reason": "because"}),
    "groups:agree_to_removal": Row(
        get=None, post=admins(302), args={"group": "group", "key": "suspended"}, raises_version=False
    ),  # whoever began it can't
    "groups:undo_removal": Row(get=None, post=admins(302), args={"group": "group", "key": "suspended"}),
    # which mails come; and the link in each of them that stops its kind
    "groups:mails": Row(get=signed_in(200), post=signed_in(302)),
    "groups:no_mails": Row(get=None, post=signed_in(302)),
    "groups:unsubscribe": Row(
        get=every(200), post=every(200), args={"token": "unsubscribe"}, public=True, by_link=True
    ),
    "groups:left": Row(get=signed_in(200)),
    "groups:left_group": Row(get=LEFT, post=MINE_WHO_LEFT, args={"key": "left"}, data=FATES),
    "groups:erase_left": Row(get=LEFT, post=MINE_WHO_LEFT, args={"key": "left"}),
    "groups:copies": Row(get=signed_in(200)),
    "groups:new_copy": Row(get=None, post=signed_in(302)),
    "groups:copy_file": Row(get=signed_in(GONE, member=200), args={"key": "export"}),
    "groups:deletion": Row(get=signed_in(200)),
    "groups:delete_everything": Row(
        get=signed_in(200), post=signed_in(422, member=302), data={"email": "canarymailmember@example.org"}
    ),
    "groups:find": Row(get=members(200), args=GROUP, query="?q=canary"),
    "groups:goals": Row(get=members(200), args=GROUP),
    "groups:new_goal": Row(
        get=members(200), post=members(302), args=GROUP, data={"text": "To write", "state": "growing"}
    ),
    "groups:new_our_goal": Row(
        get=members(200), post=members(302), args=GROUP, data={"text": "To write", "state": "growing"}
    ),
    "groups:edit_our_goal": Row(
        get=members(200), post=members(302), args={"group": "group", "key": "our_goal"},
        data={"text": "To write", "state": "growing"},
    ),
    "groups:begin_gathering": Row(get=None, post=members(302), args=GROUP, raises_version=False),
    "groups:gathering": Row(get=members(200), post=members(302), args=GATHERING, data={"text": "To be read to"}),
    "groups:words": Row(
        get=members(GONE, member=200), post=members(GONE, member=302), args=GATHERING | {"words": "words"},
        data={"text": "To be read to"},
    ),
    "groups:be_ready": Row(get=None, post=members(302), args=GATHERING),
    "groups:go_on": Row(get=None, post=members(302), args=GATHERING),
    "groups:open_gathering": Row(get=None, post=members(302), args=GATHERING, raises_version=False),
    "groups:let_go": Row(get=None, post=members(GONE, member=302), args=GATHERING),
    "groups:edit_goal": Row(
        get=MINE_ALONE, post=members(GONE, member=302), args=GOAL, data={"text": "To write", "state": "growing"}
    ),
    "groups:show_goal": Row(get=None, post=members(GONE, member=302), args=GOAL),
    "groups:hide_goal": Row(get=None, post=members(GONE, member=302), args=GOAL),
    # what we decide together
    "groups:propose_newcomer": Row(get=admins(200), post=admins(302), args=GROUP, data=NEWCOMER),
    "groups:talk_over": Row(
        get=members(200), post=members(302), args={"group": "group", "key": "suspended"}, data={"reason": "to hear"}
    ),
    "groups:rounds": Row(get=members(200), args=GROUP),
    "groups:round": Row(get=members(200), args=ROUND),
    "groups:open_round": Row(get=None, post=members(GONE, member=302), args=DRAFT, raises_version=False),  # two are
    "groups:discard_round": Row(get=None, post=members(GONE, member=302), args=DRAFT, raises_version=False),
    "groups:withdraw_round": Row(get=None, post=members(GONE, member=302), args=ROUND),
    "groups:answer_round": Row(get=None, post=members(302), args=ROUND, data={"answer": "consent", "seen": "1"}),
    "groups:remark": Row(get=None, post=members(302), args=ASKED, data={"stage": "questions", "text": "Every month?"}),
    "groups:reply": Row(get=None, post=members(302), args=ASKED | {"remark": "remark"}, data={"reply": "Every other"}),
    "groups:be_done": Row(get=None, post=members(302), args=ASKED),
    "groups:take_back_said": Row(get=None, post=members(302), args=ASKED),
    "groups:let_rest": Row(get=None, post=members(302), args=ROUND, data={"reason": "not now"}),
    "groups:next_stage": Row(get=None, post=members(302), args=ROUND, raises_version=False),  # somebody is awaited
    "groups:go_on_without": Row(
        get=None, post=members(302, admin=GONE), args=ROUND | {"person": "admin_person"}, raises_version=False
    ),  # there is time yet
    "groups:join": Row(get=every(200), post=every(302), args=TOKEN, public=True, by_link=True),
    "groups:join_with_account": Row(get=None, post=every(302), args=TOKEN, public=True, by_link=True),
    "groups:joining": Row(get=signed_in(410)),
    "groups:prove_address": Row(get=None, post=signed_in(410)),
    "groups:accept": Row(get=None, post=signed_in(410)),
    "groups:joined": Row(
        get=members(200), post=members(302), args=GROUP, data={"known_as": "Nia", "zone": "Europe/London"}
    ),
    "groups:first_things": Row(get=members(200), post=members(302), args=GROUP, data={"goal": "To write"}),
    "groups:begin": Row(get=every(410), post=every(410), args={"token": "founding"}, public=True),  # there is a group
    "groups:begin_with_account": Row(get=None, post=every(410), args={"token": "founding"}, public=True),
    "groups:found": Row(get=signed_in(GONE), post=signed_in(GONE)),
    # manifesto
    "manifesto:begin_gathering": Row(get=None, post=members(302), args=GROUP, raises_version=False),
    "manifesto:draw": Row(get=None, post=members(302), args=OPENED, data={"words": "key of words", "to": "new"}),
    "manifesto:bundle": Row(get=members(200), post=members(302), args=OPENED | BUNDLE, data={"name": "Care"}),
    "manifesto:take_apart": Row(get=None, post=members(302), args=OPENED | BUNDLE),
    "manifesto:draw_from_starters": Row(get=None, post=members(302), args=OPENED, data={"starters": "pass"}),
    "manifesto:propose_gathered": Row(get=None, post=members(302), args=OPENED),
    "manifesto:starters": Row(get=members(200), post=members(302), args=GROUP, data={"starters": "pass"}),
    "manifesto:current": Row(get=members(200), args=GROUP),
    "manifesto:edition": Row(get=members(200), args=EDITION),
    "manifesto:sign": Row(get=None, post=members(302), args=EDITION),
    "manifesto:paper": Row(get=members(200), args={**EDITION, "kind": "paper"}),
    "manifesto:aloud": Row(get=members(200), args={**EDITION, "place": "place"}),
    "manifesto:propose": Row(get=members(200), post=members(302), args=GROUP, data=PROPOSED, query="?new=1"),
    "manifesto:redraft": Row(get=members(GONE, member=200), post=members(GONE, member=302), args=DRAFT, data=PROPOSED),
    "manifesto:reword": Row(get=members(200), post=members(302), args=ROUND, data=PROPOSED | {"seen": "1"}),
    "manifesto:bring_in": Row(
        get=facilitators(302), post=facilitators(200), args=GROUP, data=MANIFESTO, raises_version=False
    ),  # there is one already
    "manifesto:first_edition": Row(
        get=None, post=facilitators(422), args=GROUP, data=MANIFESTO, raises_version=False
    ),
    "manifesto:bring_in_editions": Row(
        get=facilitators(302), post=facilitators(200), args=GROUP, data=EDITIONS, raises_version=False
    ),
    "manifesto:editions": Row(get=None, post=facilitators(409), args=GROUP, data=EDITIONS, raises_version=False),
    "manifesto:editions_sheet": Row(get=facilitators(200), args=GROUP),
    "manifesto:beside": Row(get=members(200), args=GROUP),
    "manifesto:value": Row(get=members(200), args=VALUE),
    "manifesto:correct": Row(get=members(200), post=members(302), args=VALUE, data=CORRECTION),
    "manifesto:undo_correction": Row(get=None, post=members(302), args={"group": "group", "key": "correction"}),
    # larder
    **LARDER,
    **CHANGE,
    # meetings
    "meetings:year": Row(get=members(200), args=GROUP),
    "meetings:year_paper": Row(get=members(200), args={"group": "group", "year": "year"}),
    "meetings:year_of": Row(get=members(200), args={"group": "group", "year": "year"}),
    "meetings:bring_in": Row(
        get=facilitators(200), post=facilitators(200), args=GROUP, data=PAST, raises_version=False
    ),
    "meetings:past": Row(get=None, post=facilitators(302), args=GROUP, data=PAST),
    "meetings:past_sheet": Row(get=facilitators(200), args=GROUP),
    "meetings:plan": Row(get=facilitators(200), post=facilitators(302), args=GROUP, data=meeting_plan()),
    "meetings:detail": Row(get=members(200), args=MEETING),
    "meetings:edit": Row(get=facilitators(200), post=facilitators(302), args=MEETING, data=meeting_plan()),
    **MEETINGS,
    **TURNS,
    "meetings:let_go": Row(get=facilitators(200), post=facilitators(302), args=MEETING),
    "meetings:revive": Row(get=None, post=facilitators(302), args={"group": "group", "key": "gone"}),
    "meetings:answer": Row(get=None, post=members(302), args=MEETING, data={"answer": "can", "seen": "0"}),
    "meetings:run_sheet": Row(get=facilitators(200), post=facilitators(302), args=MEETING, data=PARTS),
    "meetings:repertoire": Row(get=facilitators(200), args=PART_OF_MEETING),
    "meetings:pick": Row(
        get=None, post=facilitators(302), args=PART_OF_MEETING, data={"activity": "key of an activity"}
    ),
    "meetings:leave_out": Row(get=None, post=facilitators(302), args={**PART_OF_MEETING, "activity": "picked"}),
    "meetings:notes": Row(
        get=facilitators(200), post=facilitators(302), args=MEETING, data={"text": "slowly"},
        raises_version=False,
    ),
    "meetings:outcomes": Row(get=members(200), post=members(302), args={"group": "group", "key": "past"}),
    "meetings:open_topic": Row(
        get=facilitators(200), post=facilitators(302), args=PAST_TOPIC, data={"meeting": "key of a meeting ahead"}
    ),
    "meetings:ics": Row(get=members(200), args=MEETING),
    **RHYTHMS,
    **UNDELIVERED,
    **AWAY,
    # calendars
    "calendar:list": Row(get=signed_in(200)),
    "calendar:create": Row(get=None, post=signed_in(200), data={"label": "my phone", "detail": "place", "group": ""}),
    "calendar:ways": Row(get=None, post=signed_in(302), raises_version=False),
    "calendar:change": Row(
        get=signed_in(GONE, member=200), post=MINE_OF_ALL, args={"key": "subscription"},
        data={"label": "my phone", "detail": "discreet"},
    ),
    "calendar:renew": Row(get=None, post=signed_in(GONE, member=200), args={"key": "subscription"}),
    "calendar:revoke": Row(get=None, post=MINE_OF_ALL, args={"key": "subscription"}),
    "calendar:feed": Row(get=every(200), args={"token": "feed_token"}, public=True, by_link=True),
}  # fmt: skip

if apps.is_installed("allauth.mfa"):
    ROWS["groups:joined_passkey"] = Row(get=members(200), args=GROUP)

INSIDE_ALREADY = every(302, anonymous=200)
NOTHING_WRITTEN = every(302, anonymous=422)
ON_THE_WAY_IN = every(302)
OWN_ACCOUNT = signed_in(200)
NOTHING_CHOSEN = signed_in(422)

ROWS |= {
    # one's own account, by allauth
    "account_login": Row(get=INSIDE_ALREADY, post=NOTHING_WRITTEN, public=True),
    "account_logout": Row(get=every(200, anonymous=302), post=every(302), public=True),
    "account_inactive": Row(get=every(200), public=True),
    "account_signup": Row(get=INSIDE_ALREADY, post=INSIDE_ALREADY, public=True),
    "account_reauthenticate": Row(get=signed_in(302), post=signed_in(302)),  # nobody here has a password: by a code
    "account_reauthenticate_by_code": Row(get=OWN_ACCOUNT, post=signed_in(302)),
    "account_send_fresh_code": Row(get=None, post=signed_in(302)),
    "sessions": Row(get=OWN_ACCOUNT),
    "end_session": Row(get=None, post=signed_in(GONE), args={"pk": "uid"}),
    "end_other_sessions": Row(get=None, post=signed_in(302)),
    "mfa_index": Row(get=OWN_ACCOUNT),
    "mfa_authenticate": Row(get=ON_THE_WAY_IN, post=ON_THE_WAY_IN, public=True),
    "mfa_reauthenticate": Row(get=signed_in(302), post=signed_in(302)),
    "mfa_list_webauthn": Row(get=OWN_ACCOUNT),
    "mfa_add_webauthn": Row(get=OWN_ACCOUNT, post=NOTHING_CHOSEN),
    "mfa_login_webauthn": Row(get=every(302), post=every(302), public=True),
    "mfa_reauthenticate_webauthn": Row(get=signed_in(302), post=signed_in(302)),
    "mfa_edit_webauthn": Row(get=signed_in(GONE), post=signed_in(GONE), args={"pk": "uid"}),
    "mfa_remove_webauthn": Row(get=signed_in(GONE), post=signed_in(GONE), args={"pk": "uid"}),
    "mfa_activate_totp": Row(get=OWN_ACCOUNT, post=NOTHING_CHOSEN),
    "app_picture": Row(get=signed_in(GONE)),  # no app is being set up
    "mfa_deactivate_totp": Row(get=signed_in(GONE), post=signed_in(GONE)),
    "mfa_view_recovery_codes": Row(get=signed_in(GONE)),
    "mfa_generate_recovery_codes": Row(get=OWN_ACCOUNT, post=NOTHING_CHOSEN),
    "mfa_download_recovery_codes": Row(get=signed_in(GONE), post=signed_in(GONE)),
    "account_email": Row(get=OWN_ACCOUNT, post=signed_in(302)),
    "account_email_verification_sent": Row(get=ON_THE_WAY_IN, post=ON_THE_WAY_IN, public=True),
    "account_change_password": Row(get=signed_in(302), post=signed_in(302)),
    "account_set_password": Row(get=OWN_ACCOUNT, post=NOTHING_CHOSEN),
    "account_reset_password": Row(get=every(200), post=every(422), public=True),
    "account_reset_password_done": Row(get=every(200), public=True),
    "account_reset_password_from_key": Row(
        get=every(200), post=every(200), args={"uidb36": "uid", "key": "reset_key"}, public=True
    ),
    "account_reset_password_from_key_done": Row(get=every(200), public=True),
    "account_request_login_code": Row(get=INSIDE_ALREADY, post=NOTHING_WRITTEN, public=True),
    "account_confirm_login_code": Row(get=ON_THE_WAY_IN, post=ON_THE_WAY_IN, public=True),
}
