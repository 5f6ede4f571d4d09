"""What desk and central say to each other: messages as pydantic models, and the protocol version.

Only sync and central import it; rules, tables and URLs do not belong here.
"""
