from manifesto.models.change import Change
from manifesto.models.edition import Edition, EditionEntry, Signature, Value
from manifesto.models.proposal import Proposal

__all__ = ["Change", "Edition", "EditionEntry", "Proposal", "Signature", "Value"]
