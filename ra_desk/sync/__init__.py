"""Central over HTTPS: addresses, time-outs, proofs, and failures sorted into the error family.

The only room that knows ``requests``; what an answer means is decided in ``services``.
"""
