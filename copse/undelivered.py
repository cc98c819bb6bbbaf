"""Why a mail didn't arrive, read from what a mail server answered or from the report that came back.

Reply codes are those of RFC 5321, with the finer ones of RFC 3463 where a server gives them; reports are delivery
status notifications (RFC 3464), read by the standard library.
"""

import re
from dataclasses import dataclass, replace
from email.message import Message

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

FINER = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")  # its class, subject and detail
FINAL = 5
NO_MAILBOX = (550, 551, 553)
OF_ADDRESS = "012"  # subjects: none said, the address, the mailbox; others are networks, content and policy


class Cause(TextChoices):
    UNKNOWN = "unknown", _("The mail server there knows no such address.")
    FULL = "full", _("The mailbox there is full.")
    REFUSED = "refused", _("The mail server there doesn’t take this mail.")
    LATER = "later", _("The mail server asks to try later.")
    CUT = "cut", _("The mail server broke off, or didn’t answer in time.")
    AWAY = "away", _("Our mail server can’t be reached.")
    CLOSED = "closed", _("Our mail server doesn’t let this site send. Whoever keeps the site can put that right.")
    OURS = "ours", _("This site couldn’t write the mail. Whoever keeps the site can look into it.")


@dataclass(frozen=True)
class Fault:
    """Why; whether it is of no use to try again; and whether that is so for the address, and not for this mail."""

    cause: Cause
    final: bool = False
    of_address: bool = False


def fault_of(error: Exception) -> Fault:
    """What an error says that was raised while a mail was made or handed over."""
    import smtplib  # where it is used: every model of ours is read at a start, and few processes send mails

    match error:
        case smtplib.SMTPRecipientsRefused():
            return _answered(*next(iter(error.recipients.values())))
        case smtplib.SMTPDataError():
            return _answered(error.smtp_code, error.smtp_error)
        case smtplib.SMTPServerDisconnected():
            return Fault(Cause.CUT)
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return Fault(Cause.AWAY)
        case smtplib.SMTPException():
            return Fault(Cause.CLOSED)  # our name, password or address isn't taken, or it lacks what we ask of it
        case OSError():
            return Fault(Cause.AWAY)
    return Fault(Cause.OURS)


def _answered(code: int, words: bytes) -> Fault:
    finer = FINER.search(words.decode("ascii", "replace"))
    subject, detail = finer.group(2, 3) if finer else ("1" if code in NO_MAILBOX else "0", "0")
    return _read(code // 100, subject, detail)


def _read(of: int, subject: str, detail: str) -> Fault:
    """From the three parts of a finer code."""
    if (subject, detail) == ("2", "2"):
        return Fault(Cause.FULL, final=of == FINAL)  # it is emptied one day
    if of != FINAL:
        return Fault(Cause.LATER)
    return Fault(Cause.UNKNOWN if subject == "1" else Cause.REFUSED, final=True, of_address=subject in OF_ADDRESS)


def fault_in(message: Message) -> Fault | None:
    """What a delivery status notification says of the one mail that it is about; None where it is no such thing, and
    where the mail isn't given up: it was delayed, handed on or delivered.
    """
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for told in part.get_payload():
                if str(told.get("Action", "")).strip().lower() == "failed":
                    return _failed(str(told.get("Status", "")))
    return None


def _failed(status: str) -> Fault:
    """Of a mail that was given up: hard where the status begins with 5 and is of the address, soft otherwise."""
    finer = FINER.search(status)
    fault = _read(int(finer.group(1)), *finer.group(2, 3)) if finer else Fault(Cause.REFUSED)
    return replace(fault, final=True)
