"""Calendar files, made where they are needed."""


def event(**said) -> str:
    """A VEVENT, on 10 March from 19:00 to 20:00 UTC unless it says so; a `;` begins a value with parameters."""
    said = {"uid": "one", "dtstart": "20260310T190000Z", "dtend": "20260310T200000Z", **said}
    lines = [name.replace("_", "-").upper() + ("" if v[0] == ";" else ":") + v for name, v in said.items() if v]
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]).encode()
