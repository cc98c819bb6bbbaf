"""The rows of tests/matrix.py for what there is to read."""

from tests.rows import NOT_YOURS, Row, members

GROUP = {"group": "group"}
RESOURCE = {"group": "group", "key": "resource"}
LINK = {"address": "https://example.org/", "title": "A page"}
PASTED, SEEN_PASTED = {"text": "@book{a, title = {Rivers}}"}, {"seen": "stamp of the references"}

RESOURCES: dict[str, Row] = {
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
}
