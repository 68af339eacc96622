"""The tree of sections and static pages, the menus, and links to other agencies."""
