from manifesto.models.correction import Correction
from manifesto.models.edition import Edition, EditionEntry, Signature, Value, Wording

__all__ = ["Correction", "Edition", "EditionEntry", "Signature", "Value", "Wording"]
