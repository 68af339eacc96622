"""Sections: the tree of sections and static pages, the menus, links to other agencies."""
