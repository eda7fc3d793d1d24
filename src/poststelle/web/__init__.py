"""Poststelle's pages: read the form, call the mailroom, choose the template. One module a page."""
