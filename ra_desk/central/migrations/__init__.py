"""The steps by which central's schema came to be; the first makes it, each later one changes it.

A step is never changed once it has been released. What the tables mean stands in ``tables``.
"""
