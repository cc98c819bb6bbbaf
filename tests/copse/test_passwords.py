import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize("known", ["qwertyuiop", "QwertyUiop", " qwertyuiop "])
def test_a_password_that_many_use_is_refused_however_it_is_written(known):
    with pytest.raises(ValidationError) as refused:
        validate_password(known)
    assert [error.code for error in refused.value.error_list] == ["password_too_common"]


def test_one_that_nobody_else_uses_is_taken():
    validate_password("a heron by the mill")
