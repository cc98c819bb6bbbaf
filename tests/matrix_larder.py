"""The rows of tests/matrix.py for the larder: topics, activities, what there is to read, and lists of them."""

from tests.rows import GONE, NOT_YOURS, Row, members

GROUP = {"group": "group"}
TOPIC = {"group": "group", "key": "topic"}
DELIVERY = {"group": "group", "key": "delivery"}
ACTIVITY = {"group": "group", "key": "activity"}
HOW_IT_GOES = {"title": "Salt", "instructions": "Taste it.", "medium": "writing", "minutes": "9", "place": "both"}
PAST_TOPIC = {"group": "group", "key": "past_topic"}
KIND = {"group": "group", "key": "kind"}
RESOURCE = {"group": "group", "key": "resource"}
LINK = {"address": "https://example.org/", "title": "A page"}
PASTED, SEEN_PASTED = {"text": "@book{a, title = {Rivers}}"}, {"seen": "stamp of the references"}
MINE_ALONE = members(GONE, member=200)
MINE_IN_GROUP = members(GONE, member=302)

LARDER: dict[str, Row] = {
    "larder:list": Row(get=members(200), args=GROUP),
    "larder:new": Row(
        get=members(200), post=members(302), args=GROUP, data={"title": "Salt", "kind": "kind of the group"}
    ),
    "larder:starter": Row(get=members(200), post=members(302), args=GROUP, data={"take": "letters"}),
    "larder:topics_csv": Row(get=members(200), args=GROUP),
    "larder:activities_csv": Row(get=members(200), args=GROUP),
    "larder:json": Row(get=members(200), args=GROUP),
    "larder:bring_in": Row(
        get=members(200), post=members(302), args=GROUP, data={"text": "title\nSalt"}, raises_version=False
    ),
    "larder:topics_to_fill_in": Row(get=members(200), args=GROUP),
    "larder:activities_to_fill_in": Row(get=members(200), args=GROUP),
    "larder:delivery": Row(get=MINE_ALONE, args=DELIVERY),
    "larder:take_in": Row(get=None, post=MINE_IN_GROUP, args=DELIVERY, data={"seen": "stamp of the list"}),
    "larder:detail": Row(get=members(200), args=TOPIC),
    "larder:wish": Row(get=None, post=members(302), args=TOPIC, data={"would_like": "yes"}),
    "larder:activities": Row(get=members(200), args=GROUP),
    "larder:new_activity": Row(get=members(200), post=members(302), args=GROUP, data=HOW_IT_GOES),
    "larder:activity": Row(get=members(200), args=ACTIVITY),
    "larder:edit_activity": Row(get=members(200), post=members(302), args=ACTIVITY, data=HOW_IT_GOES),
    "larder:wordings": Row(get=members(200), args=ACTIVITY),
    "larder:take_out_activity": Row(
        get=members(NOT_YOURS, member=200), post=members(NOT_YOURS, member=302), args=ACTIVITY
    ),
    "larder:lay_activity_aside": Row(get=members(200), post=members(302), args=ACTIVITY),
    "larder:take_activity_up": Row(get=None, post=members(302), args={"group": "group", "key": "laid_aside"}),
    "larder:card": Row(get=members(200), args={**ACTIVITY, "kind": "card"}),
    "larder:cards": Row(get=members(302), args={"group": "group", "kind": "card"}),  # none are ticked
    "larder:resources": Row(get=members(200), args=GROUP),
    "larder:new_resource": Row(get=members(200), post=members(302), args=GROUP, data=LINK),
    "larder:new_resource_of": Row(
        get=members(200), post=members(302), args=GROUP | {"form": "form"}, data={"type": "book", "title": "Rivers"}
    ),
    "larder:bring_in_references": Row(
        get=members(200), post=members(200), args=GROUP, data=PASTED, raises_version=False
    ),
    "larder:brought_references": Row(get=None, post=members(302), args=GROUP, data=PASTED | SEEN_PASTED),
    "larder:all_references": Row(get=members(200), args=GROUP | {"kind": "format"}),
    "larder:resource": Row(get=members(200), args=RESOURCE),
    "larder:edit_resource": Row(
        get=members(200), post=members(302), args=RESOURCE, data={"type": "book", "title": "Rivers"}
    ),
    "larder:take_out_resource": Row(
        get=members(NOT_YOURS, member=200), post=members(NOT_YOURS, member=302), args=RESOURCE
    ),
    "larder:resource_file": Row(get=members(200), args={"group": "group", "key": "filed"}),
    "larder:resource_places": Row(get=members(200), args=RESOURCE),
    "larder:attach_resource": Row(
        get=None, post=members(302), args={"group": "group", "key": "filed"}, data={"topic": "key of the topic"}
    ),
    "larder:detach_resource": Row(get=None, post=members(302), args=RESOURCE | {"attachment": "attachment"}),
    "larder:reference": Row(get=members(200), args=RESOURCE | {"kind": "format"}),
    "larder:edit": Row(
        get=members(200),
        post=members(302),
        args=TOPIC,
        data={"title": "Salt", "tags": "sea, kitchen", "kind": "kind of the group"},
    ),
    "larder:topic_wordings": Row(get=members(200), args=TOPIC),
    "larder:take_out_topic": Row(
        get=members(NOT_YOURS, member=200),
        post=members(NOT_YOURS, member=302),
        args={"group": "group", "key": "topic_unopened"},
    ),
    "larder:put_back": Row(get=None, post=members(302), args=PAST_TOPIC),
    "larder:leave_opened": Row(get=None, post=members(302), args={"group": "group", "key": "topic_put_back"}),
    "larder:note": Row(get=None, post=members(302), args=TOPIC, data={"text": "By the sea"}),
    "larder:edit_note": Row(
        get=members(GONE, member=200),
        post=members(GONE, member=302),
        args=TOPIC | {"note": "note"},
        data={"text": "By the sea"},
    ),
    "larder:take_down_note": Row(get=None, post=members(GONE, member=302), args=TOPIC | {"note": "note"}),
    "larder:kinds": Row(get=members(200), args=GROUP),
    "larder:new_kind": Row(get=members(200), post=members(302), args=GROUP, data={"name": "Season", "lid": "5"}),
    "larder:kind": Row(get=members(200), post=members(302), args=KIND, data={"name": "Season", "lid": "5"}),
    "larder:move_kind": Row(get=None, post=members(302), args=KIND, data={"up": "no"}),
    "larder:take_away_kind": Row(get=members(200), post=members(302), args=KIND, data={"to": "key of another kind"}),
}
