"""LOGIN, name and password in a line each: never standardized (draft-murchison-sasl-login), still the only
password mechanism that some servers offer."""


def responses(user: str, password: str) -> tuple[bytes, bytes]:
    return user.encode(), password.encode()
