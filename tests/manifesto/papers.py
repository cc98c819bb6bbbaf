"""Editions to be printed, and what their papers are made of."""

from datetime import date

import pikepdf

from tests.factories import first_of, make_edition, make_group, make_membership

WORDS = "We bring what went wrong as gladly as what went well, and ask the question we would like to be asked. "


def make_values(count, length=60):
    """`count` values, each statement about `length` characters."""
    return [(f"Value {n}", (f"Statement {n}. " + WORDS * 10)[:length].strip()) for n in range(1, count + 1)]


def make_manifesto(values=None, *, others=("Bea Oak", "Zoë Ash", "Ruth Elm"), group_name="The Alders"):
    """The first edition of a group, signed by all of its members."""
    group = make_group(group_name)
    first = first_of(group)
    first.known_as = "Nia Yew"
    first.save()
    edition = make_edition(first, agreed_on=date(2021, 1, 16), values=values or make_values(5))
    for member in (first, *(make_membership(group, name) for name in others)):
        edition.sign(by=member)
    return edition


def pages_of(path):
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)
