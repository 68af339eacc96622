"""The names of people of the newsroom."""


def full_name(user) -> str:
    """Family name first, as in Vietnamese; the account's name where no name is given."""
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()
