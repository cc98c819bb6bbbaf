"""Activities: the repertoire of what we do together, with all that somebody needs to offer one."""

import pytest
from django.db import IntegrityError, transaction

from larder.models import Activity
from tests.factories import make_activity, make_membership

pytestmark = pytest.mark.django_db


def test_an_activity_put_by_twice_with_one_key_is_one():
    nia = make_membership()
    make_activity(nia, key="same")
    make_activity(nia, key="same")
    assert nia.group.activities.count() == 1


def test_an_activity_is_a_variation_of_one_of_our_own():
    with pytest.raises(ValueError, match="another group"):
        make_activity(variation_of=make_activity())


def test_an_activity_takes_time_and_as_many_people_as_it_says():
    nia = make_membership()
    for wrong in ({"minutes": 0}, {"minutes": 601}, {"least": 0}, {"least": 5, "most": 4}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_activity(nia, **wrong)
    assert not Activity.objects.filter(group=nia.group).exists()
