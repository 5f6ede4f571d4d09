"""Signing in: the cover of the window until an operator has proved who they are.

What is right and what is wrong is central's to say; only the asking belongs here.
"""
