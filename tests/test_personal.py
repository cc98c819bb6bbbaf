"""Every field that is kept either says nothing of a person or can be copied by whom it is about, and has an end."""

import pytest
from django.apps import apps
from django.db import models

from groups import registry
from groups.holding import Holding, NotPersonal, without_a_rule
from tests.test_architecture import APPS

ALLAUTH = ("account", "mfa", "usersessions")
OURS, THEIRS = ([model for model in apps.get_models() if model._meta.app_label in labels] for labels in (APPS, ALLAUTH))


def test_every_field_has_a_rule():
    rules = [rule for app in registry.personal.values() for rule in app]
    assert without_a_rule(rules, OURS + THEIRS) == set()


def test_every_rule_names_fields_that_are_there():
    for rule in (rule for app in registry.personal.values() for rule in app):
        there = {field.name for field in rule.model._meta.get_fields()} | {"pk"}
        assert rule.ruled <= there, rule.model


def test_a_new_field_without_a_rule_is_found():
    class Diary(models.Model):  # noqa: DJ008
        words = models.TextField()

        class Meta:
            app_label = "groups"

    try:
        assert without_a_rule([], [Diary]) == {"groups.Diary.words"}
        assert without_a_rule([NotPersonal(Diary, "a test", "words")], [Diary]) == set()
        with pytest.raises(ValueError, match="words"):
            Holding(Diary, "Diary", whose="pk", copied="words")
    finally:
        del apps.all_models["groups"]["diary"]
        apps.clear_cache()
