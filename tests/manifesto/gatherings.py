"""Gatherings of how we want to work together, to draw from."""

from django.urls import reverse

from groups.models import Bundle, Contribution, Gathering


def gathered(*people, words: int) -> Gathering:
    """Opened, with so many words of the first of them."""
    gathering = Gathering.begin("manifesto", by=people[0])
    for n in range(words):
        gathering.write(f"Bread {n}", by=people[0])
    for person in people:
        gathering.be_ready(by=person)
    gathering.refresh_from_db()
    return gathering


def words_of(gathering) -> list[Contribution]:
    return list(gathering.contributions.all())


def bundled(gathering, *words, by, name="", statement="") -> Bundle:
    bundle = Bundle(gathering=gathering, name=name, statement=statement)
    gathering.draw_together([(one, one.bundle) for one in words], bundle, by=by)
    return bundle


def page(client, gathering) -> str:
    return client.get(gathering.get_absolute_url()).content.decode()


def go(name: str, gathering, *more) -> str:
    return reverse(f"manifesto:{name}", args=[gathering.group.slug, gathering.key, *more])
