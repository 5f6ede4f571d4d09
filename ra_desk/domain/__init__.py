"""The rules of the trade: what may, must, is valid or counts as, as pure functions and frozen values.

No clock, no disk, no network, no window and no sentence for a user belongs here.
"""
