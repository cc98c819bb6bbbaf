"""What the worker does in the background. A task whose worker dies is done again by another."""

from django_tasks import task

from groups.models import Export


@task()
def make_export(key: str) -> None:
    """Make the copy that was asked for under `key`. One that has gone meanwhile is none."""
    export = Export.objects.filter(key=key).select_related("member").first()
    if export is None:
        return
    try:
        export.make()
    except Exception:
        export.fail()
        raise
