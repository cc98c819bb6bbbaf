"""References to books, articles and pages: as they are kept, shown, read from other programs and written for them."""
