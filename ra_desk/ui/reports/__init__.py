"""Reports and the close of the day: tiles, bars with their table, tasks, signatures, paper.

Figures come counted from the services; what may leave the office is decided in the domain. Here
they get their words. No person is named but who signs.
"""
