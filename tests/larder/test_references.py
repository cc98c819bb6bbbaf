"""References as they are kept, and as other programs write and read them."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from copse.sheets import Refusal
from larder.references import bibtex, csl, csl_json, ris
from larder.references.found import Read
from tests.larder.references import THIRTY

PROGRAMS = [bibtex, ris, csl_json]


def read(program, text: str) -> list:
    return [getattr(found, "item", found) for found in program.read(text)]


def one(program, text: str) -> dict:
    [item] = read(program, text)
    return item


# -- as they are kept


def test_what_is_tidied_is_tidied_once():
    assert len(THIRTY) == 30
    assert [csl.tidied(item) for item in THIRTY] == THIRTY


@pytest.mark.parametrize(
    ("field", "said", "kept"),
    [
        ("DOI", "https://doi.org/10.1000/182", "10.1000/182"),
        ("DOI", "doi: 10.1000/182", "10.1000/182"),
        ("ISBN", "978-0-306-40615-7", "9780306406157"),
        ("ISBN", "ISBN 0-306-40615-2", "0306406152"),
        ("ISBN", "080442957X", "080442957X"),
        ("page", "pp. 12–19", "12-19"),
        ("page", "12 -- 19", "12-19"),
        ("edition", "Second", "2"),
        ("edition", "3rd ed.", "3"),
        ("edition", "21", "21"),
        ("title", "  A\ttitle\nof\u0007 lines ", "A title of lines"),
        ("volume", 3, "3"),
    ],
)
def test_one_thing_is_written_in_one_way(field, said, kept):
    assert csl.tidied({"title": "Rivers", field: said})[field] == kept


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("title", ""), ("title", "a" * 301), ("title", ["a"]), ("title", {"a": 1}), ("title", True),
        ("DOI", "11.1000/182"), ("DOI", "10.1000"),
        ("ISBN", "9780306406158"), ("ISBN", "0306406153"), ("ISBN", "123"), ("ISBN", "9770306406157"),
        ("URL", "javascript:alert(1)"), ("URL", "data:text/html,x"), ("URL", "ftp://example.org/"),
        ("URL", "https://"), ("URL", "https://a:b@example.org/"), ("URL", "https://[::1"), ("URL", "//example.org"),
        ("URL", 'https://example.org/"><b>'), ("URL", "https://example.org:99999/"),
        ("issued", {"raw": "2O01"}), ("issued", {"raw": "2001-13"}), ("issued", {"raw": "2001-02-30"}),
        ("issued", {"raw": "2003/2001"}), ("issued", {"raw": "2003–2001"}),
        ("issued", {"raw": f"c. 1900{'?' * 40}"}), ("issued", {"date-parts": [["a"]]}), ("issued", "2001"),
        ("issued", {"date-parts": [[2001], [2002], [2003]]}), ("accessed", {"raw": "soon"}),
        ("author", "Alder"), ("author", ["Alder"]), ("author", [{"family": "a" * 201, "given": "A"}]),
        ("author", [{"literal": "A"}] * 101),
    ],
)  # fmt: skip
def test_what_can_not_be_is_said_of_its_field(field, said):
    with pytest.raises(ValidationError) as refused:
        csl.tidied({"title": "Rivers", field: said})
    assert set(refused.value.message_dict) == {field}


def test_an_isbn_of_ten_digits_is_one_of_thirteen():
    assert set(csl.isbns("0306406152")) == set(csl.isbns("9780306406157")) == {"0306406152", "9780306406157"}
    assert csl.isbns("9780804429573")[1] == "080442957X"
    assert csl.isbns("9791034300013") == ["9791034300013"]


def test_particles_stay_where_they_are_read():
    told = {"family": "Beek", "given": "Jan", "non-dropping-particle": "van der"}
    dropped = {"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"}
    names = csl.tidied({"title": "Rivers", "author": [told, dropped]})["author"]
    assert names == [{"family": "van der Beek", "given": "Jan"}, {"family": "Beethoven", "given": "Ludwig van"}]


# -- there and back


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.NAME)
def test_thirty_references_come_back_as_they_were(program):
    text = program.written(THIRTY)
    assert read(program, text) == THIRTY
    assert program.written(read(program, text)) == text
    assert [found.left for found in program.read(text) if found.left] == []


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.NAME)
@pytest.mark.parametrize("first", PROGRAMS, ids=lambda program: program.NAME)
def test_they_come_back_by_way_of_another_program(program, first):
    assert read(program, program.written(read(first, first.written(THIRTY)))) == THIRTY


def test_the_lines_are_counted_from_the_first():
    text = "\n\n" + bibtex.written(THIRTY[:1]) + "% a comment\n" + bibtex.written(THIRTY[1:2])
    assert [found.number for found in bibtex.read(text)] == [3, 11]
    assert [found.number for found in csl_json.read("[\n" + json.dumps(THIRTY[0]) + ",\n\n {}]")] == [2, 4]
    assert [found.number for found in ris.read("\n" + ris.written(THIRTY[:2]))] == [2, 10]


WORDY = ["Spring 2001", "March 2001", "c. 375 BCE", "[1900?]", "1990s", "1900/1953", "9 März 2001 & later"]


@pytest.mark.parametrize("said", WORDY)
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.NAME)
def test_a_date_in_words_stays_as_it_was_written(program, said):
    item = {"type": "book", "title": "Rivers", "issued": {"literal": said}}
    assert read(program, program.written([item])) == [item]
    assert csl.date_of(csl.date_line(item["issued"])) == item["issued"]


@pytest.mark.parametrize(
    ("program", "text", "literal"),
    [
        (csl_json, '{"title": "Rivers", "issued": {"literal": "Spring 2001"}}', "Spring 2001"),
        (csl_json, '{"title": "Rivers", "issued": {"raw": "March 2001"}}', "March 2001"),
        (bibtex, "@book{a, title={Rivers}, year={c. 375 BCE}}", "c. 375 BCE"),
        (bibtex, "@book{a, title={Rivers}, year={1900/1953}}", "1900/1953"),
        (ris, "TY  - BOOK\nTI  - Rivers\nPY  - c. 1900\nER  - \n", "c. 1900"),
    ],
)
def test_a_date_in_words_is_no_reason_to_refuse_a_reference(program, text, literal):
    assert one(program, text)["issued"] == {"literal": literal}


# -- as others write them


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.NAME)
def test_an_article_in_a_newspaper_comes_back_as_one(program):
    item = {**THIRTY[14], "type": "article-newspaper"}
    assert read(program, program.written([item])) == [item]


@pytest.mark.parametrize(
    ("program", "text", "kind"),
    [
        (bibtex, "@inbook{a, title={Rivers}, pages={10--20}}", "book"),
        (bibtex, "@inbook{a, title={Rivers}, booktitle={Ways}}", "chapter"),
        (bibtex, "@incollection{a, title={Rivers}}", "document"),
        (ris, "TY  - CPAPER\nTI  - Rivers\nER  - \n", "document"),
    ],
)
def test_a_chapter_is_of_a_book(program, text, kind):
    assert one(program, text)["type"] == kind
    with pytest.raises(ValidationError) as asked:
        csl.tidied({"type": "chapter", "title": "Rivers"})
    assert asked.value.message_dict == {"container-title": ["Write which book it is a chapter of."]}


def test_bibtex_as_latex_users_have_it():
    item = one(
        bibtex,
        r"""
        @string{lane = "Journal of " # "Lanes"}
        @Article{key, AUTHOR = "M{\"u}ller, J{\"o}rg and van der Beek, Jan and {Arts for Health} and others",
          title = {The {DNA} of \emph{words} --- ``quoted'' \& more:~{\'E}t{\'e}},
          journal = lane, year = 2001, month = mar, pages = {12--19}, number = 2, keywords = {a, b},
          url = {https://example.org/a\_b\%20c}, abstract = {Long} }""",
    )
    assert item["author"] == [
        {"family": "Müller", "given": "Jörg"}, {"family": "van der Beek", "given": "Jan"},
        {"literal": "Arts for Health"},
    ]  # fmt: skip
    assert item["title"] == "The DNA of words — “quoted” & more: Été"
    assert (item["container-title"], item["page"], item["issue"]) == ("Journal of Lanes", "12-19", "2")
    assert item["issued"] == {"date-parts": [[2001, 3]]}
    assert item["URL"] == "https://example.org/a_b%20c"


@pytest.mark.parametrize("half", [r"\href", r"\sqrt", r"\href{\emph{x}}{b}"])
def test_half_a_macro_of_tex_stays_as_it_is(half):
    assert one(bibtex, f"@book{{a, title={{Rivers {half}}}}}")["title"] == f"Rivers {half}"


def test_what_is_not_kept_is_named():
    [found] = bibtex.read("@book{a, title={Rivers}, abstract={Long}, note={Mine}, author={Alder, Ada and others}}")
    assert found.left == ["abstract", "author", "note"]
    assert found.item["author"] == [{"family": "Alder", "given": "Ada"}]


@pytest.mark.parametrize(
    ("fields", "day", "left"),
    [
        (r"howpublished={\url{https://example.org/a_b%20c}}, note={Accessed: 2021-03-09}", [2021, 3, 9], []),
        (r"howpublished={Available at: \url{https://example.org/a_b%20c}}", None, []),
        (r"howpublished={\href{https://example.org/a\_b\%20c}{A page}}, note={Mine}", None, ["howpublished", "note"]),
        (r"note={[Online; accessed 9-March-2021] https://example.org/a_b%20c}", [2021, 3, 9], []),
        (r"note={\url{https://example.org/a_b%20c}, last accessed on March 9, 2021. Good}", [2021, 3, 9], ["note"]),
        (r"url={https://example.org/a_b%20c}, note={Accessed 09/03/2021}", None, ["note"]),
        (r"url={https://example.org/a_b%20c}, urldate={soon}", None, ["the day when it was read"]),
    ],
)
def test_bibtex_has_a_page_on_the_web_in_words(fields, day, left):
    [found] = bibtex.read(f"@misc{{a, title={{Rivers}}, {fields}}}")
    assert found.item["URL"] == "https://example.org/a_b%20c"
    assert found.item.get("accessed") == ({"date-parts": [day]} if day else None)
    assert found.left == left


def test_an_address_within_a_title_is_words():
    assert one(bibtex, r"@misc{a, title={\href{https://example.org/}{Rivers}: \url{example.org}}}")["title"] == (
        "Rivers: example.org"
    )


@pytest.mark.parametrize(
    ("program", "text"),
    [
        (csl_json, '{"title": "<i>Salix</i> &amp; CO<sub>2</sub>: 1 &lt; 2"}'),
        (ris, "TY  - BOOK\nTI  - <i>Salix</i> &amp; CO<sub>2</sub>: 1 < 2\nER  - \n"),
        (bibtex, r"@book{a, title={<i>Salix</i> \&amp; CO<sub>2</sub>: 1 < 2}}"),
    ],
)
def test_signs_of_markup_in_a_title_are_dropped_and_named(program, text):
    [found] = program.read(text)
    assert found.item["title"] == "Salix & CO2: 1 < 2"
    assert found.left == ["<i>", "<sub>"]


def test_ris_as_libraries_have_it():
    item = one(ris, "TY  - JOUR\r\nA1  - Alder, Ada\r\nA2  - Birch, Bo\r\nT1  - On words\r\nJO  - Lanes\r\n"
                    "Y1  - 2001/03/09/spring\r\nSP  - 12\r\nEP  - 19\r\nSN  - 1234-5678\r\nSN  - 978-0-306-40615-7\r\n"
                    "UR  - https://example.org/a;b\r\nN2  - Long\r\nER  -")  # fmt: skip
    assert item["issued"] == {"date-parts": [[2001, 3, 9]]}
    assert (item["page"], item["ISBN"], item["URL"]) == ("12-19", "9780306406157", "https://example.org/a;b")
    assert item["editor"] == [{"family": "Birch", "given": "Bo"}]


def test_one_item_of_json_is_a_list_of_one():
    assert one(csl_json, json.dumps(THIRTY[0])) == THIRTY[0]
    assert one(csl_json, '{"type": "thesis", "title": "Rivers", "issued": {"date-parts": [["2001", "3"]]}}') == {
        "type": "document", "title": "Rivers", "issued": {"date-parts": [[2001, 3]]},
    }  # fmt: skip


# -- what can't be read


@pytest.mark.parametrize(
    ("program", "text", "number"),
    [
        (bibtex, "@book{a,\n title = {never closed\n@book{b, title = {Rivers}}", 1),
        (bibtex, "@book{a,\n title = {Rivers}\n year = 2001}", 2),
        (bibtex, '@book{a,\n title = "Rivers" year = 2001}', 2),
        (bibtex, "@book{a,\n title {Rivers}}", 1),
        (bibtex, "@book{a, title = {One}, title = {Two}}", 1),
        (bibtex, "\n@book{a, year = 2001}", 2),
        (bibtex, "@book{a", 1),
        (ris, "TY  - BOOK\nTI  - Rivers\n", 1),
        (ris, "TY  - BOOK\nTI  - One\nTY  - BOOK\nTI  - Two\nER  - \n", 1),
        (ris, "TY  - BOOK\nti  - Rivers\nER  - \n", 2),
        (ris, "TY  - BOOK\nER  - \n", 1),
        (ris, "TI  - Rivers\nER  - \n", 1),
        (ris, "TY  - BOOK\nTI  - Rivers\nER  - \nhello", 4),
        (csl_json, '[{"title": "Rivers"},\n 3]', 2),
        (csl_json, '[{"title": "Rivers"},\n {"title": {}}]', 2),
        (csl_json, '[{"title": "Rivers", "issued": {"date-parts": [[1e400]]}}]', 1),
    ],
)
def test_a_broken_one_is_told_with_its_line(program, text, number):
    refused = [found for found in program.read(text) if isinstance(found, Refusal)]
    assert [found.number for found in refused] == [number]
    assert refused[0].words.endswith(".")


@pytest.mark.parametrize(
    ("text", "line"), [('[{"title": "Rivers"},\n{"a" 1}]', 2), ('[{"title":\n"Rivers"}', 2), ("[" * 100_000, 1)]
)
def test_json_that_is_none_is_told_with_its_line(text, line):
    with pytest.raises(ValidationError, match=f"line {line}"):
        list(csl_json.read(text))


def test_a_number_without_end_is_told():
    with pytest.raises(ValidationError, match="too long"):
        list(csl_json.read('[{"title": "Rivers", "volume": ' + "9" * 5000 + "}]"))


def test_words_that_stand_for_ever_more_words_stay_few():
    doubled = "\n".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}" for n in range(1, 60))
    text = f"@string{{s0 = {{lol}}}}\n{doubled}\n@book{{a, title = s59 # s59 # s59}}"
    assert [type(found) for found in bibtex.read(text)] == [Refusal]


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.NAME)
@given(text=st.lists(st.sampled_from([*'@{}",=#\\\n []:-$~`%', "book", "title", "author", " and ", "TY  - ", "ER  - ",
                                      "AU  - ", "1", "é"]), max_size=60).map("".join))  # fmt: skip
def test_whatever_is_pasted_is_read_or_refused(program, text):
    try:
        found = list(program.read(text))
    except ValidationError:
        return
    assert all(isinstance(each, Read | Refusal) for each in found)
