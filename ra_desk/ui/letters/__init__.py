"""The page of letters that wait to be printed here, and of those printed or spoiled today.

No code is ever on it: letters stay sealed until ``services.letter_printing`` draws them for a
printer, and what a letter looks like belongs to ``paper``.
"""
