"""The encrypted store of one desk: opening it, its tables, its migrations and one transaction.

Rules do not belong here, and neither does any key: whoever opens the store brings it.
"""
