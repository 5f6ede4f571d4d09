"""The help: the manual that lies on this computer, What's this for every control, the doctor's page.

Nothing here goes to the network, and no text of the manual stands in code.
"""
