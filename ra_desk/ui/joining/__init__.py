"""How each page is joined with the workplace: what it is made of, and what it asks for.

A page of the trade knows nothing of the frame; here it is given what it works with and the ways
out of it. What a page shows is not this folder's concern.
"""
