"""What a person at the desk can do: one verb, one module, one function, and the ports they need.

No SQL, HTTP, Qt or message of the wire belongs here; what is outside is reached through a port.
"""
