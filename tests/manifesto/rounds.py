"""A manifesto of three values, and a round about it that all agree in."""

VALUES = [("Turning up", "We come."), ("Kept here", "It stays in the room."), ("Balance", "Laughter and silence.")]


def value(nia, name):
    return nia.group.editions.in_force().entries.get(name=name).value


def wording(nia):
    return list(nia.group.editions.in_force().entries.values_list("name", "statement"))


def agree(begun, *people, at=None):
    """Everyone is done with asking and reacting, and consents."""
    while begun.stage in ("questions", "reactions"):
        begun.be_done(by=begun.waiting_for(at)[0], at=at)
    for person in people:
        if begun.is_open:
            begun.answer("consent", by=person, at=at)
    begun.refresh_from_db()
    assert begun.stage == "adopted"
