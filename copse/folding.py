"""Whether two spellings are the same word to a reader: capitals, accents and spaces make no difference."""

import unicodedata


def folded(text: str) -> str:
    """`text` without accents, in small letters, with single spaces: `  Café au  LAIT` as `cafe au lait`."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(unicodedata.normalize("NFKC", bare).casefold().split())
