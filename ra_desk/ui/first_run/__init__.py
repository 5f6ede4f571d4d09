"""What is asked once, before anybody can sign in: language, office, scanner, printer.

Everything asked here stands in the settings too; how a computer becomes a desk is not known here,
`app` hands it in.
"""
