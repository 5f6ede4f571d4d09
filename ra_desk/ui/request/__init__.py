"""The page of one request: document, comparison, three questions, and what comes of them.

What is shown and asked belongs here; what is allowed stands in the domain, and nothing here
keeps a picture, a copy or a personal number of a document.
"""

from __future__ import annotations

from ra_desk.ui.request.page import RequestPage

__all__ = ["RequestPage"]
