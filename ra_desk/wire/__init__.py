"""What desk and central say to each other: message shapes, their version, and their conversion.

No transport, no signatures and no rules: those are ``sync``, ``journal`` and ``domain``.
"""
