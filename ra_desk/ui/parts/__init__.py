"""Building blocks of pages: how a button, chip, strip, card, table or sheet looks and behaves.

They know the theme and nothing of the trade; a page gives them texts, icons and kinds.
"""
