"""The `Article` object of a request: defaults filled in, checked in the reference's order.

Source: ticket-operations reference 4.1, 4.2 rows 26 to 40, and 5.1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.people import Principal, PrincipalKind
from engine.model.perl_scalar import is_true
from engine.model.reference_data import Named, Reference
from engine.operations._address import has_only_acceptable_addresses
from engine.operations._content_type import is_charset, is_content_type, is_mime_type
from engine.operations._reference_input import named_of
from engine.operations._refusals import Refusals
from engine.operations._scalar import as_items, id_of, is_filled_text, text, trimmed
from engine.operations._setting import is_on, operation_setting

_TIME_UNIT = re.compile(r"[0-9]{1,8}(?:[.,][0-9]{1,8})?", re.ASCII)
_CHANNELS = ("Email", "Internal", "Phone")
_USER_LISTS = (
    "ForceNotificationToUserID",
    "ExcludeNotificationToUserID",
    "ExcludeMuteNotificationToUserID",
)


@dataclass(frozen=True, slots=True)
class ArticleDefaults:
    """What an operation takes for what an article does not say, unless a setting says else."""

    history_type: str
    history_comment: str
    auto_response_type: str


@dataclass(frozen=True, slots=True)
class ArticleInput:
    """A checked article. `sender`, `to` and the like are empty when nothing was sent."""

    channel: Named
    names_email_channel: bool
    """True when the request says `CommunicationChannel: "Email"`, in just these words (5.4)."""
    sender_type: Named
    is_visible_for_customer: bool
    sender: str
    to: str
    cc: str
    bcc: str
    subject: str
    body: str
    content_type: str
    history_type: str
    history_comment: str
    time_units: Decimal | None
    notifies_agents: bool
    """False when the request says `NoAgentNotify`."""


def read_article(
    sent: Mapping[str, Value],
    principal: Principal,
    desk: DeskReader,
    refusals: Refusals,
    defaults: ArticleDefaults,
) -> ArticleInput:
    """Return what a request says about an article, or raise the refusal of the first broken rule.

    Who else is to be notified is checked and then left alone: nothing here sends notifications.
    """
    reader = _Reader(trimmed(sent), desk, refusals)
    subject, body = reader.required("Subject"), reader.required("Body")
    reader.check_auto_response(defaults)
    channel, sender_type = reader.channel(), reader.sender_type(principal)
    sender, content_type = reader.sender(), reader.content_type()
    history_type, time_units = reader.history_type(defaults), reader.time_units()
    notifies_agents = reader.notifies_agents()
    return ArticleInput(
        channel=channel,
        names_email_channel=reader.data.get("CommunicationChannel") == "Email",
        sender_type=sender_type,
        is_visible_for_customer=reader.is_visible(),
        sender=sender,
        to=reader.optional("To"),
        cc=reader.optional("Cc"),
        bcc=reader.optional("Bcc"),
        subject=subject,
        body=body,
        content_type=content_type,
        history_type=history_type,
        history_comment=reader.optional("HistoryComment")
        or reader.setting("HistoryComment", defaults.history_comment),
        time_units=time_units,
        notifies_agents=notifies_agents,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one member after the other and raises at the first that cannot be used."""

    data: Mapping[str, Value]
    desk: DeskReader
    refusals: Refusals

    def setting(self, key: str, default: str) -> str:
        return text(operation_setting(self.desk, self.refusals.operation, key, default=default))

    def optional(self, key: str) -> str:
        return text(self.data[key]) if is_true(self.data.get(key)) else ""

    def required(self, key: str) -> str:
        found = self.optional(key)
        if not found:
            raise self.refusals.missing(f"Article->{key} parameter is missing!")
        return found

    def is_visible(self) -> bool:
        sent = self.data.get("IsVisibleForCustomer")
        return self.setting("IsVisibleForCustomer", "1") == "1" if sent is None else is_true(sent)

    def check_auto_response(self, defaults: ArticleDefaults) -> None:
        name = self.optional("AutoResponseType") or self.setting(
            "AutoResponseType", defaults.auto_response_type
        )
        if not name:
            raise self.refusals.missing("Article->AutoResponseType parameter is missing!")
        if self.desk.named(Reference.AUTO_RESPONSE_TYPE, name=name) is None:
            raise self.refusals.invalid("Article->AutoResponseType parameter is invalid!")

    def channel(self) -> Named:
        invalid = self.refusals.invalid(
            "Article->CommunicationChannel or Article->CommunicationChannelID"
            " parameter is invalid or not supported!"
        )
        key, kind = "CommunicationChannel", Reference.CHANNEL
        default: dict[str, Value] = {key: self.setting(key, "Internal")}
        channel = named_of(self.data, key, kind, self.desk, invalid) or named_of(
            default, key, kind, self.desk, invalid
        )
        if channel is None or channel.name not in _CHANNELS:
            raise invalid
        return channel

    def sender_type(self, principal: Principal) -> Named:
        invalid = self.refusals.invalid(
            "Article->SenderTypeID or Ticket->SenderType parameter is invalid!"
        )
        sent = named_of(self.data, "SenderType", Reference.SENDER_TYPE, self.desk, invalid)
        if sent is not None:
            return sent
        name = "customer" if principal.kind is PrincipalKind.CUSTOMER else "agent"
        found = self.desk.named(Reference.SENDER_TYPE, name=name)
        if found is None:
            raise invalid
        return found

    def sender(self) -> str:
        sender = self.optional("From")
        if sender and not has_only_acceptable_addresses(sender, self.desk):
            raise self.refusals.invalid("Article->From parameter is invalid!")
        return sender

    def content_type(self) -> str:
        """Content type in lower case, or the one that media type and charset make together."""
        whole = self.optional("ContentType").lower()
        mime_type, charset = self.optional("MimeType").lower(), self.optional("Charset")
        if not whole and not mime_type and not charset:
            raise self.refusals.missing(
                "Article->ContentType or Ticket->MimeType and Article->Charset"
                " parameters are required!"
            )
        if mime_type and not charset:
            raise self.refusals.missing("Article->Charset is required!")
        if charset and not mime_type:
            raise self.refusals.missing("Article->MimeType is required!")
        if mime_type and not is_mime_type(mime_type):
            raise self.refusals.invalid("Article->MimeType is invalid!")
        if charset and not is_charset(charset):
            raise self.refusals.invalid("Article->Charset is invalid!")
        if whole and not is_content_type(whole):
            raise self.refusals.invalid("Article->ContentType is invalid!")
        return whole or f"{mime_type}; charset={charset.lower()}"

    def history_type(self, defaults: ArticleDefaults) -> str:
        name = self.optional("HistoryType") or self.setting("HistoryType", defaults.history_type)
        if self.desk.named(Reference.HISTORY_TYPE, name=name) is None:
            raise self.refusals.invalid("Article->HistoryType parameter is invalid!")
        return name

    def time_units(self) -> Decimal | None:
        sent = self.data.get("TimeUnit")
        is_required = is_on(self.desk, "Ticket::Frontend::AccountTime", default=True) and is_on(
            self.desk, "Ticket::Frontend::NeedAccountedTime", default=False
        )
        if is_required and not is_filled_text(sent):
            raise self.refusals.missing("Article->TimeUnit is required by sysconfig option!")
        if not is_true(sent):
            return None
        if not _TIME_UNIT.fullmatch(text(sent)):
            raise self.refusals.invalid("Article->TimeUnit parameter is invalid!")
        units = Decimal(text(sent).replace(",", "."))
        return units or None

    def notifies_agents(self) -> bool:
        silent = self.data.get("NoAgentNotify")
        if is_true(silent) and text(silent) != "1":
            raise self.refusals.invalid("Article->NoAgent parameter is invalid!")
        for key in _USER_LISTS:
            if is_true(self.data.get(key)):
                self._check_users(key, self.data[key])
        return not is_true(silent)

    def _check_users(self, key: str, sent: Value) -> None:
        if isinstance(sent, dict):
            raise self.refusals.invalid(f"Article->{key} parameter is invalid!")
        for item in as_items(sent):
            user_id = id_of(item)
            agent = None if user_id is None else self.desk.agent(id=user_id)
            if agent is None or not agent.is_valid:
                raise self.refusals.invalid(
                    f"Article->{key} UserID={text(item)} parameter is invalid!"
                )
