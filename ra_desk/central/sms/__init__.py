"""SMS to citizens: what they say, the rules of one-time passwords, and gateways that take them.

Who gets which, and the tables that remember it, belong to the concern of the citizen, such as
``ra_desk.central.phones``; when it is sent and repeated is a matter of ``dispatch``.
"""
