"""What a person at the desk can do: one verb, one module, one function, over ports.

No SQL, HTTP, Qt, printer or key store here; ``ports.py`` says what is needed of them.
"""
