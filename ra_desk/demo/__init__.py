"""A desk and a central joined on one computer, with invented citizens, for trying and showing.

It may import everything and nothing but the command line imports it; no rule or repair belongs here.
"""
