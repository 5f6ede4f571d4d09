"""RA Desk: the desk of an smsPASS registration office, and the central server it talks to."""

__version__ = "0.1.0"
