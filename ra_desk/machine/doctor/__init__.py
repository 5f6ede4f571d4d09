"""What the doctor asks this computer: disk, key store, spooler, fonts, libraries, the desktop.

Facts only, and nothing of the trade; what they mean is said in ``services.diagnosis``.
"""
