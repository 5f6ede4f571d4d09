"""What is drawn on paper: millimetres, typefaces and the sheets themselves, as bytes of PDF.

The only room that knows reportlab, segno and ppf-datamatrix; it reads nothing but its fonts and
texts and writes no file. Which letter may be printed, and where the bytes go, is for others.
"""
