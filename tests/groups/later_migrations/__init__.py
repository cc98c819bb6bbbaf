"""The migrations of a Copse that is to come: one more, which carries what there is into something new."""
