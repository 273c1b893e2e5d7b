"""What a password must be, and passwords for the first sign-in."""

import secrets
import unicodedata

LEAST_CHARACTERS = 10
MOST_CHARACTERS = 200
LEAST_DIFFERENT = 5
"""Fewer different characters than this are a pattern, not a password."""

ONE_TIME_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without characters that look alike on paper."""

ONE_TIME_GROUPS, ONE_TIME_GROUP = 3, 4
"""Twelve characters: 59 bits."""

COMMONEST = frozenset(
    [
        "0123456789",
        "01234567890",
        "1234567890",
        "12345678900",
        "12345678901",
        "123456789a",
        "123456789q",
        "1234567891",
        "1234512345",
        "123123123a",
        "0987654321",
        "9876543210",
        "1029384756",
        "1122334455",
        "1q2w3e4r5t",
        "1qaz2wsx3edc",
        "1qazxsw23edc",
        "147258369a",
        "123qweasdzxc",
        "q1w2e3r4t5",
        "qwertyuiop",
        "qwerty1234",
        "qwerty12345",
        "qwertyuiop123",
        "asdfghjkl1",
        "asdfghjkl123",
        "zxcvbnm123",
        "qwertyasdf",
        "abcdefghij",
        "abcd123456",
        "abc123456789",
        "abcdef1234",
        "a123456789",
        "aa123456789",
        "password12",
        "password123",
        "password1234",
        "password12345",
        "passw0rd123",
        "p@ssw0rd123",
        "p@ssword123",
        "administrator",
        "admin12345",
        "admin123456",
        "admin@12345",
        "adminadmin",
        "admin@123456",
        "letmein123",
        "welcome123",
        "welcome1234",
        "iloveyou123",
        "iloveyou12",
        "matkhau123",
        "matkhau1234",
        "matkhau12345",
        "matkhau@123",
        "vietnam123",
        "vietnam1234",
        "vietnam@123",
        "anhyeuem123",
        "anhyeuem12",
        "emyeuanh123",
        "yeuemnhieu",
        "conyeumenhieu",
        "tinhyeu123",
        "hanoi12345",
        "saigon1234",
        "hanhchinhcong",
        "hanhchinh123",
        "trungtam123",
        "phuongmau123",
        "toiluot123",
        "toiluot1234",
        "motcua12345",
        "canbo12345",
        "superman123",
        "football123",
        "changeme123",
        "changeme1234",
        "computer123",
        "internet123",
    ]
)
"""The commonest of those that are long enough, folded, with those that suggest themselves in an office."""


def normalised(password: str) -> str:
    """A password as it is compared and hashed: keyboards send the marks of Vietnamese in one piece or in several."""
    return unicodedata.normalize("NFKC", password)


def fault_of(password: str, login: str) -> str | None:
    """Why a normalised password cannot be taken, as a code of the area ``staff.refusal``; None: it can."""
    folded = password.casefold()
    if len(password) < LEAST_CHARACTERS:
        return "password_short"
    if len(password) > MOST_CHARACTERS:
        return "password_long"
    if login and login in folded and len(folded) - len(login) < LEAST_CHARACTERS // 2:
        return "password_is_login"
    if folded in COMMONEST or len(set(folded)) < LEAST_DIFFERENT:
        return "password_common"
    return None


def one_time_password() -> str:
    """A password to be told once and changed at the first sign-in, such as ``hk7m-q2wd-9xra``."""
    groups = ("".join(secrets.choice(ONE_TIME_ALPHABET) for _ in range(ONE_TIME_GROUP)) for _ in range(ONE_TIME_GROUPS))
    return "-".join(groups)
