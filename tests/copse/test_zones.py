"""A zone by its name or its city, and a word on what is none."""

import pytest
from django.core.exceptions import ValidationError

from copse.fields import ZoneInput
from copse.zones import find_zone


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        (" Stockholm ", "Europe/Stockholm"),
        ("new york", "America/New_York"),
        ("UTC", "Etc/UTC"),
    ],
)
def test_a_zone_is_found_by_its_name_or_its_city(said, meant):
    assert find_zone(said) == meant


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Europe/Lodnon", "Did you mean Europe/London?"),
        ("aukland", "Did you mean Pacific/Auckland?"),
        ("Mars/Olympus", "a part of the world and a city"),
        ("Etc/GMT+1", "a part of the world and a city"),
        ("???", "a part of the world and a city"),
    ],
)
def test_what_is_none_is_answered_by_the_nearest_or_by_how_to_write_one(said, words):
    with pytest.raises(ValidationError, match=words.replace("?", r"\?")):
        find_zone(said)


def test_the_field_offers_every_zone_while_one_types():
    html = ZoneInput().widget.render("zone", "Europe/London", {"id": "id_zone"})
    assert 'list="zone-zones"' in html
    assert '<datalist id="zone-zones"><option value="Africa/Abidjan">' in html
    assert html.count("<option ") > 300
