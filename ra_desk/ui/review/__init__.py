"""The page of the second review: what waits, the check beside what it corrects, and the decision.

Rules and journal belong to domain and services; what several pages show belongs to ``parts``.
"""
