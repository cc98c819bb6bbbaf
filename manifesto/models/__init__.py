from manifesto.models.edition import Edition, EditionEntry, Signature, Value

__all__ = ["Edition", "EditionEntry", "Signature", "Value"]
