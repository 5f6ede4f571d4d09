"""How a fact becomes evidence: canonical bytes, the chain, signatures and receipts.

What a fact means is decided in domain, and where it is kept in store or central; neither belongs here.
"""
