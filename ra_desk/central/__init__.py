"""Central: the server that files what desks attest, rules on it, and sends what follows from it.

It knows domain, journal, wire, texts and paper, and nothing of the desk: no service, no store, no window.
"""
