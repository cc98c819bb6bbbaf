"""What the starter larder is made of. Its words are lazy: they come in the language of whoever reads them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

OURS = _("Copse’s starter repertoire")
KNOWN = _("A practice known to many groups, in our words")


@dataclass(frozen=True)
class StarterTopic:
    """A topic to begin with. `kind` is the place of its kind among those that a new group has."""

    key: str
    title: Any
    why: Any
    kind: int
    tags: tuple = ()


@dataclass(frozen=True)
class StarterActivity:
    """An activity to begin with; its fields are those of larder.models.Activity."""

    key: str
    title: Any
    medium: str
    minutes: int
    part: str
    instructions: Any
    alternative: Any
    materials: Any = ""
    least: int | None = None
    most: int | None = None
    place: str = "both"
    content_note: Any = ""
    source: Any = OURS
