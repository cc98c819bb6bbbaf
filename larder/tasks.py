"""What the worker does for the larder. A task whose worker dies is done again by another."""

from django_tasks import task

from larder.models import Delivery


@task()
def work_on(key: str) -> None:
    """Look at the list that was brought under `key`, or take it in. One that has gone meanwhile is none."""
    delivery = Delivery.objects.filter(key=key).select_related("by__group", "by__member").first()
    if delivery is None:
        return
    try:
        delivery.work()
    except Exception:
        delivery.fail()
        raise
