"""Papers set sooner by tests that set many: of a font only those letters are made to weight that are on the paper.

WeasyPrint cuts a font down to them before fontTools makes one weight of it, which goes through the 1,600 places that
are empty then as well: four fifths of the time that a short paper takes. The bytes are the same (test_pdf.py).
"""

from contextlib import contextmanager

from fontTools.varLib import instancer


@contextmanager
def quick_fonts():
    """In this process, while the block runs."""
    whole = instancer._instantiateGvarGlyph

    def quick(name, glyf, gvar, *more, **options):
        if glyf[name].numberOfContours or gvar.variations.get(name):
            whole(name, glyf, gvar, *more, **options)
        else:
            gvar.variations.pop(name, None)

    instancer._instantiateGvarGlyph = quick
    try:
        yield
    finally:
        instancer._instantiateGvarGlyph = whole
