from django.db import models

from copse.prepared import Given, Prepared, PreparedUpdate


class FeedDocument(models.Model):
    """A feed's bytes, in a table of their own: a fetch where nothing has changed doesn't load them."""

    subscription = models.OneToOneField(
        "meetings.Subscription", models.CASCADE, primary_key=True, related_name="document"
    )
    etag = models.CharField(max_length=66, blank=True)
    content = models.BinaryField(default=b"")
    total = models.CharField(max_length=64, blank=True)  # of the SHA-256 of its events (meetings.splicing), in hex
    built_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.subscription_id}"


def _given(name: str) -> Given:
    return Given(name, FeedDocument._meta.get_field(name))


OF = Prepared(lambda: FeedDocument.objects.filter(subscription_id=Given("subscription")).values_list("etag", "content"))
BUILT = Prepared(
    lambda: FeedDocument.objects.filter(subscription_id=Given("subscription"), etag=Given("etag")).values_list(
        "content", "total", "built_at"
    )
)
KEEP = PreparedUpdate(
    lambda: FeedDocument.objects.filter(subscription_id=Given("subscription")),
    **{name: _given(name) for name in ("etag", "content", "total", "built_at")},
)
