from . import accounts, audit_log  # noqa: F401
