"""This computer: folders, the key store, settings, the one running instance, printers and logs.

Nothing of the trade belongs here, and nothing that is drawn on a screen.
"""
