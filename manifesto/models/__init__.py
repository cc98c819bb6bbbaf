from manifesto.models.change import Change
from manifesto.models.correction import Correction
from manifesto.models.edition import Edition, EditionEntry, Signature, Value, Wording
from manifesto.models.proposal import Proposal

__all__ = ["Change", "Correction", "Edition", "EditionEntry", "Proposal", "Signature", "Value", "Wording"]
