"""What desks call over HTTP: proofs in, signed words out, refusals as problems.

A URL and a status code belong here; a rule, a query and a page for citizens do not.
"""
