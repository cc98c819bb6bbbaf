import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string


@pytest.mark.parametrize("known", ["qwertyuiop", "QwertyUiop", " qwertyuiop "])
def test_a_password_that_many_use_is_refused_however_it_is_written(known):
    with pytest.raises(ValidationError) as refused:
        validate_password(known)
    assert [error.code for error in refused.value.error_list] == ["password_too_common"]


def test_one_that_nobody_else_uses_is_taken():
    validate_password("a heron by the mill")


@pytest.mark.parametrize("name", ["change_password", "set_password", "reset_password_from_key"])
def test_each_form_for_a_new_one_says_what_a_good_one_is(name):
    form = import_string(settings.ACCOUNT_FORMS[name])()
    assert form.fields["password1"].help_text == "Ten characters or more. Three or four words together are good."
