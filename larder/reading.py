"""What belongs to a topic or to an activity, to read and to look at."""

from copse.near import columns, instances
from copse.prepared import Given, Prepared
from groups.models import File
from larder.models import Activity, Resource, Topic


def _attached(to: str) -> Prepared:
    """The columns of each resource that belongs to the given one, as it came to it, then those of its file."""
    order = ("attachments__at", "attachments__pk")
    there = lambda: Resource.objects.filter(**{f"attachments__{to}": Given("place")}).order_by(*order)  # noqa: E731
    return Prepared(lambda: there().values_list(*columns(Resource), *(f"file__{name}" for name in columns(File))))


ATTACHED = {Topic: _attached("topic"), Activity: _attached("activity")}


def reading_of(place: Topic | Activity) -> list[Resource]:
    """What belongs to a topic or an activity, as it came to it, with its files."""
    rows, its = ATTACHED[type(place)](place=place.pk), len(columns(Resource))
    found = instances(Resource, [row[:its] for row in rows])
    for resource, row in zip(found, rows, strict=True):
        (resource.file,) = instances(File, [row[its:]]) if resource.file_id else (None,)
    return found
