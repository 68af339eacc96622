"""What people of the newsroom are called."""


def full_name(user) -> str:
    """As Vietnamese say it, family name first; the name of the account where none is given."""
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()
