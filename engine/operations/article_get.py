"""Read single articles with their files and dynamic fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.desk import DeskReader
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.people import Principal, PrincipalKind
from engine.model.perl_scalar import is_true
from engine.model.ticket import Article
from engine.operations._article_list import ArticleWish, article_shown
from engine.operations._credentials import parameters_of, principal_of
from engine.operations._permission import readable_ticket
from engine.operations._refusals import Refusals
from engine.operations._scalar import id_of
from engine.operations._ticket_ids import wanted_ids

_REFUSALS = Refusals("ArticleGet")


@dataclass(frozen=True, slots=True)
class ArticleGet:
    """Answers ``{"Article": [{"ArticleID": 68, "TicketID": 58, …}]}``, articles as in TicketGet.

    `ArticleID` is one id, several between commas, or a list; with `TicketID` beside it the articles
    must be of that ticket. `DynamicFields`, `Attachments`, `GetAttachmentContents` and
    `HTMLBodyAsAttachment` mean what they mean to TicketGet. Customers are shown articles that are
    visible for them.
    An operation of our own, with the conventions of ticket-operations reference 10.
    """

    dependencies: Dependencies

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the articles in the order asked for, or raise `Refusal`.

        One article that may not be read, or that does not exist, refuses them all.
        """
        data = parameters_of(message)
        principal = await principal_of(data, self.dependencies.accounts, exchange)
        if principal is None:
            raise _REFUSALS.because("AuthFail", "Authorization failing!")
        sent = wanted_ids(data.get("ArticleID"), "ArticleID", _REFUSALS)
        work = partial(
            _read,
            ids=[id_of(item) for item in sent],
            data=data,
            principal=principal,
            wish=ArticleWish.of(
                data,
                keeps_order=True,
                only_visible=principal.kind is PrincipalKind.CUSTOMER,
            ),
        )
        return Message({"Article": await self.dependencies.tickets.read(work)})


def _read(
    desk: DeskReader,
    *,
    ids: list[int | None],
    data: Mapping[str, Value],
    principal: Principal,
    wish: ArticleWish,
) -> list[Value]:
    articles: list[Article] = []
    for article_id in ids:
        article = None if article_id is None else desk.article(article_id)
        if article is None or not _is_readable(article, data, principal, desk):
            raise _REFUSALS.denied("User does not have access to the article!")
        articles.append(article)
    with_fields = is_true(data.get("DynamicFields"))
    return [article_shown(article, wish, desk, with_fields=with_fields) for article in articles]


def _is_readable(
    article: Article, data: Mapping[str, Value], principal: Principal, desk: DeskReader
) -> bool:
    if is_true(data.get("TicketID")) and id_of(data.get("TicketID")) != article.ticket_id:
        return False
    if principal.kind is PrincipalKind.CUSTOMER and not article.is_visible_for_customer:
        return False
    return readable_ticket(article.ticket_id, principal, desk) is not None


def build(_config: Mapping[str, Value], dependencies: Dependencies) -> ArticleGet:
    """Return the operation; it has nothing to configure."""
    return ArticleGet(dependencies)


OPERATION = OperationKind(
    name="Ticket::ArticleGet",
    summary="Read single articles with their files and dynamic fields.",
    build=build,
    faults=(
        "ArticleGet.AuthFail",
        "ArticleGet.MissingParameter",
        "ArticleGet.WrongStructure",
        "ArticleGet.AccessDenied",
    ),
    examples=(
        Example(
            "no credentials",
            given={"ArticleID": 1},
            gives={
                "Error": {
                    "ErrorCode": "ArticleGet.AuthFail",
                    "ErrorMessage": "ArticleGet: Authorization failing!",
                }
            },
        ),
    ),
)
