"""The words for what the rooms below say in codes: German and English, chosen by the edges.

`texts` is the way in; `codes/` holds the English texts, `locale/` the German ones. Plain gettext: no Django here.
"""
