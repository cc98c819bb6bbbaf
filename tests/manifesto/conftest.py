from pathlib import Path

import pytest

from copse.pdf import job, press
from manifesto.papers import ManifestoPaper
from tests.factories import first_of, make_edition, make_group, make_membership
from tests.manifesto.rounds import VALUES
from tests.quick_fonts import quick_fonts


@pytest.fixture
def nia():
    """Of a group with a manifesto; files in which it is another have their own."""
    nia = first_of(make_group())
    make_edition(nia, values=VALUES)
    return nia


@pytest.fixture
def bea(nia):
    return make_membership(nia.group, "Bea")


@pytest.fixture
def set_paper(tmp_path):
    """`set_paper(edition)`: its paper. WeasyPrint's errors (a picture without words, an unknown address) fail the test.

    The press sets it in this process: one of its own takes longer to start than to set most papers.
    """

    def set_here(edition, kind="a4") -> Path:
        errors = []
        path = tmp_path / "paper.pdf"
        with quick_fonts():
            path.write_bytes(press.set_paper(job(**ManifestoPaper(edition, kind).parts), errors))
        assert errors == []
        return path

    return set_here
