"""Why a mail didn't arrive, read from what a mail server answered or from the report that came back.

Reply codes are those of RFC 5321, with the finer ones of RFC 3463 where a server gives them; reports are delivery
status notifications (RFC 3464, RFC 6533), read by the standard library. Only what is certain is said of a reader's
address: many servers judge us, the sender, where they answer to an address.
"""

import re
from dataclasses import dataclass, replace
from email import message_from_string
from email.message import Message

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

FINER = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")  # its class, subject and detail; no IP address
FINAL = 5
OF_MAILBOXES = 55  # the tens of 550 to 556; other refusals are of how we speak and who we are
EXCEEDED_STORAGE = 552
# Servers' own words, where no finer code says it; those about us first, since a sender has an address too.
ADDRESS = re.compile(r"<?\S+@\S+")  # it may hold any word
OF_US = re.compile(r"\b(relay|sender|auth|r?dns|ptr|dmarc|dkim|spf|client|host|helo)", re.IGNORECASE)
OF_NOBODY = re.compile(
    r"no such|unknown|unrout|n.t exist|not exist|not found|mailbox unavailable|\bno (user|mailbox|account)"
    r"|\b(invalid|bad) (user|mailbox|recipient)|recipient( address)? rejected",
    re.IGNORECASE,
)


class Cause(TextChoices):
    UNKNOWN = "unknown", _("The mail server there knows no such address.")
    FULL = "full", _("The mailbox there is full.")
    REFUSED = "refused", _("The mail server there doesn’t take this mail.")
    LATER = "later", _("The mail server asks to try later.")
    LATE = "late", _("It couldn’t be handed on in time.")
    CUT = "cut", _("The mail server broke off, or didn’t answer in time.")
    AWAY = "away", _("Our mail server can’t be reached.")
    CLOSED = "closed", _("Our mail server doesn’t let this site send. Whoever keeps the site can put that right.")
    OURS = "ours", _("This site couldn’t write the mail. Whoever keeps the site can look into it.")


@dataclass(frozen=True)
class Fault:
    """Why; whether it is of no use to try again; whether that is so for the address, and not for this mail; and whether
    the next mail would wait in vain too.
    """

    cause: Cause
    final: bool = False
    of_address: bool = False
    holds_up: bool = False


NOBODY = Fault(Cause.UNKNOWN, final=True, of_address=True)
NO_MAILBOX = Fault(Cause.REFUSED, final=True, of_address=True)
NOT_THIS_MAIL = Fault(Cause.REFUSED, final=True)
FULL = Fault(Cause.FULL)  # it is emptied one day
LATER = Fault(Cause.LATER)
AWAY = Fault(Cause.AWAY, holds_up=True)
DOUBTS = Fault(Cause.CLOSED)  # our name, password or address isn't taken, and can be put right


def fault_of(error: Exception) -> Fault:
    """What an error says that was raised while a mail was made or handed over."""
    import smtplib  # where it is used: every model of ours is read at a start, and few processes send mails

    match error:
        case smtplib.SMTPRecipientsRefused():
            return _answered(*next(iter(error.recipients.values())))
        case smtplib.SMTPDataError():
            return _answered(error.smtp_code, error.smtp_error, of_mail=True)
        case smtplib.SMTPServerDisconnected():
            return Fault(Cause.CUT, holds_up=isinstance(error.__context__, TimeoutError))
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return AWAY
        case smtplib.SMTPResponseException() if error.smtp_code // 100 != FINAL:
            return LATER
        case smtplib.SMTPException():
            return DOUBTS
        case OSError():
            return AWAY
    return Fault(Cause.OURS)


def _answered(code: int, words: bytes, *, of_mail: bool = False) -> Fault:
    """What an answer says to an address, or to the mail once all of it was there."""
    said = words.decode("ascii", "replace")
    finer = FINER.search(said)
    subject, detail = finer.group(2, 3) if finer else ("2", "2") if code == EXCEEDED_STORAGE else ("0", "0")
    if of_mail and (subject, detail) == ("7", "1"):  # not authorised: of the mail, since we were let in
        return NOT_THIS_MAIL
    if subject not in "12" and code >= FINAL * 100 and code // 10 != OF_MAILBOXES:
        return DOUBTS
    return _read(code // 100, subject, detail, said)


def _read(of: int, subject: str, detail: str, words: str) -> Fault:
    """From the three parts of a finer code, and from the words beside it where it leaves open what is meant."""
    match subject, detail:
        case "2", "2":
            return FULL
        case _ if of != FINAL:
            return LATER
        case ("1", "7" | "8") | ("7", _):  # our address; our standing
            return DOUBTS
        case "2", "0" | "1":
            return NO_MAILBOX
        case "1", part if part != "0":
            return NOBODY
    words = ADDRESS.sub("", words)
    if OF_US.search(words):
        return DOUBTS
    return NOBODY if subject in "01" and OF_NOBODY.search(words) else NOT_THIS_MAIL


def fault_in(message: Message) -> Fault | None:
    """What a delivery status notification says of the one mail that it is about; None where it is no such thing, and
    where the mail isn't given up: it was delayed, handed on or delivered.
    """
    for part in message.walk():
        for told in _groups_of_fields(part):
            if str(told.get("Action", "")).strip().lower() == "failed":
                return _failed(str(told.get("Status", "")), str(told.get("Diagnostic-Code", "")))
    return None


def _groups_of_fields(part: Message) -> list[Message]:
    """Of a report: on the mail, then on each address. Where addresses go beyond ASCII (RFC 6533) the library reads the
    first as headers and the others as their text.
    """
    if not part.is_multipart():
        return []
    match part.get_content_type():
        case "message/delivery-status":
            return part.get_payload()
        case "message/global-delivery-status":
            others = re.split(r"\n\s*\n", str(part.get_payload(0).get_payload()))
            return [message_from_string(fields.strip()) for fields in others]
    return []


def _failed(status: str, words: str) -> Fault:
    """Of a mail that nobody tries any more. What a server there thinks of us is no word on ours. Some give no status
    but 5.0.0, and what they were answered beside it.
    """
    finer = FINER.search(status)
    if finer and finer.group(2, 3) == ("0", "0"):
        finer = FINER.search(words) or finer
    fault = _read(int(finer.group(1)), *finer.group(2, 3), words) if finer else NOT_THIS_MAIL
    return replace({LATER: Fault(Cause.LATE), DOUBTS: NOT_THIS_MAIL}.get(fault, fault), final=True)
