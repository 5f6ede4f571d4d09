"""Central as seen from a desk, over HTTPS: addresses, status codes, time-outs and proofs.

When to talk to central, and what an answer means for the desk, is decided in services.
"""
