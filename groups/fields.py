from django import forms


class OneOfUs(forms.ChoiceField):
    """One of the group's members, or nobody. `offer` them first; several fields of a page share one reading."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, **kwargs})

    def offer(self, members: list, *, nobody: str) -> None:
        """`nobody` are the words for leaving it open."""
        self.by_key = {str(m.pk): m for m in members}
        self.choices = [("", nobody), *((pk, m.name) for pk, m in self.by_key.items())]

    def clean(self, value):
        """The membership; None for nobody."""
        return self.by_key.get(super().clean(value))

    def prepare_value(self, value):
        return getattr(value, "pk", value)
