"""What people may choose at this desk: declared once, kept, and shown on one page.

What a setting does belongs where it is felt (the theme, the scan router); rules of the trade are
central's policy and are only shown here.
"""
