"""The audit trail: who did what at this desk, whether it is whole, and copies with a purpose.

What belongs elsewhere: which entries there are and who may ask (``services``, ``domain``).
"""
