"""The windows of the desk, and the only room that knows Qt: what is shown, typed, scanned and said.

It calls services and shows domain objects; it never sees a table, an address on the network or a PDF.
"""

from ra_desk.ui.singletons import keep_singletons

keep_singletons()
