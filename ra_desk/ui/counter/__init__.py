"""The counter between two clients: look-up, scans, today's work, and the hold of what was recorded.

The request itself, once it is open, belongs to ``ui.request``; no rule of the trade stands here.
"""
