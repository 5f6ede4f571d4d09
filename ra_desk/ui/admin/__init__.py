"""Where administrators work: offices, operators, desks, policy, and what waits for a second person.

What an act does is central's business; here it is asked for, told in words, and shown once.
"""
