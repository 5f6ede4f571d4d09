"""The page of what waits to be sent, what central refused, and what was sent today.

How an exchange works and when it comes does not belong here; see ``ui.line`` and ``services``.
"""
