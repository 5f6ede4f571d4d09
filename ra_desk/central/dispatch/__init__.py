"""What central sends after it has decided: mails, letters, reminders, and the repetition of what failed.

The outbox row is written in the deciding transaction; how it is carried out (DBOS) is known here
and nowhere else. No rule of the trade, no table of central's own matters.
"""
