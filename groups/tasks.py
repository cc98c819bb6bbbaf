"""What the worker does in the background. A task whose worker dies is done again by another."""

from django_tasks import task

from copse.pdf import PaperFailed
from groups.models import AskedPaper, Export


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


@task()
def make_paper(asked: int) -> None:
    """Have the paper set that was asked for: an AskedPaper's primary key. One that has gone meanwhile is none."""
    paper = AskedPaper.objects.filter(pk=asked).select_related("group").first()
    if paper is None:
        return
    try:
        paper.make()
    except PaperFailed:  # it says so in the log by itself
        paper.fail()
    except Exception:
        paper.fail()
        raise
