"""Joins the parts of the desk; the only module that knows all its rooms."""
