"""Names as somebody types them: one a line, or several where they can be told apart."""

import pytest
from django.core.exceptions import ValidationError

from larder.references import csl
from larder.references.names import names_of


def test_names_are_written_one_a_line():
    lines = "Alder, Ada B.\nKing, Mab, Jr.\nArts for Health\n{Alder, Birch and Crab}\nvan der Beek, Jan"
    names = names_of(lines)
    assert names[3] == {"literal": "Alder, Birch and Crab"}
    assert names[4] == {"family": "van der Beek", "given": "Jan"}
    assert "\n".join(map(csl.name_line, names)) == lines


A_S, B_J = {"family": "Smith", "given": "A."}, {"family": "Jones", "given": "B."}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Smith, A.; Jones, B.", [A_S, B_J]),
        ("Smith, A., & Jones, B.", [A_S, B_J]),
        ("Smith, A. and Jones, B.", [A_S, B_J]),
        ("Smith, A., Jones, B., & Crab, C. D.", [A_S, B_J, {"family": "Crab", "given": "C. D."}]),
        ("Ada Alder and Bo B. Birch", [{"family": "Alder", "given": "Ada"}, {"family": "Birch", "given": "Bo B."}]),
        ("King, Mab, Jr.; Jones, B.", [{"family": "King", "given": "Mab", "suffix": "Jr."}, B_J]),
        ("{Bread and Roses}", [{"literal": "Bread and Roses"}]),
        ("{Sand and Stone}, Ann", [{"family": "Sand and Stone", "given": "Ann"}]),
    ],
)
def test_names_on_one_line_are_told_apart(line, names):
    assert names_of(line) == names
    assert names_of("\n".join(map(csl.name_line, names))) == names


@pytest.mark.parametrize("line", ["Bread and Roses", "Arts, Crafts and Rest", "Arts for Health; Mind", "A, B, C, D, E"])
def test_what_may_be_one_name_or_several_is_asked(line):
    with pytest.raises(ValidationError, match=f"Is “{line}” one group.* in braces"):
        names_of(line)
