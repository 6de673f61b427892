"""Searches in the store: every way to an answer gives the one that plain Python gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search_model import ModelArticle, ModelTicket, expected_ids
from stores import new_session
from ticket_bench import Bench

from engine.model.condition import AllOf, AnyOf, Condition, Not, Term
from engine.model.people import Principal, PrincipalKind
from engine.model.reference_data import DynamicField
from engine.model.ticket import NewAttachment
from engine.model.ticket_query import (
    ArticleMatches,
    ArticlePart,
    ArticleText,
    Attribute,
    Criterion,
    FieldIsEmpty,
    FieldMatches,
    FieldOperator,
    FieldTest,
    HasCustomerId,
    HasId,
    LiesWithin,
    Moment,
    SortBy,
    SortKey,
    Span,
    TextMatches,
    TicketQuery,
    TicketText,
)
from engine.storage.connection import Session
from engine.storage.timestamp import to_text
from engine.tickets.reader import EmbeddedDeskReader
from engine.tickets.reference_data import ReferenceCache
from engine.tickets.search import search
from engine.tickets.search.order import order_of
from engine.tickets.search.searched_desk import SearchedDesk

ROOT = Principal(PrincipalKind.AGENT, "root@localhost", 1)
CUSTOMER = Principal(PrincipalKind.CUSTOMER, "ann", 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PENDING_STATE = 6
PARTS = [part for part in ArticlePart if part not in (ArticlePart.ANY, ArticlePart.CHAT)]

# Few letters, so that texts hold each other; ones that fold in odd ways, and those of patterns.
texts = st.text(st.sampled_from("abB ßä%_\\'\""), max_size=6)
words = st.lists(st.sampled_from(["aba", "abab", "bßa", "SSA", "ää", "a%b_", "x"]), max_size=3)
phrases = texts | words.map(" ".join)
moments = st.integers(-3, 3).map(lambda hours: NOON + timedelta(hours=hours))
spans = st.builds(Span, st.none() | moments, st.none() | moments)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    opened = new_session()
    opened.begin_write()
    bench = Bench(opened)
    bench.field("Note", "Text")
    bench.field("Tags", "Text", MultiValue=1)
    bench.finish()
    for table in ("ticket_history", "article_data_mime", "article_search", "article", "ticket"):
        opened.execute(f"DELETE FROM {table}")
    opened.execute("COMMIT")
    yield opened
    opened.close()


@dataclass
class Store:
    """A store with drawn tickets, and what is in it."""

    session: Session
    bench: Bench
    tickets: list[ModelTicket]

    def field(self, name: str) -> DynamicField:
        found = self.reader.dynamic_field(name)
        assert found is not None
        return found

    @property
    def reader(self) -> EmbeddedDeskReader:
        reference = ReferenceCache().committed(self.session)
        return EmbeddedDeskReader(self.session, reference, self.bench.clock.now())

    @property
    def desk(self) -> SearchedDesk:
        reader = self.reader
        return SearchedDesk(self.session, reader._reference, reader._permissions)


def filled(session: Session, data: st.DataObject) -> Store:
    store = Store(session, Bench(session), [])
    for _ in range(data.draw(st.integers(0, 6))):
        store.tickets.append(_ticket(store, data))
    store.bench.finish()
    return store


def _ticket(store: Store, data: st.DataObject) -> ModelTicket:
    draw = data.draw
    created = draw(moments)
    ids = {
        Attribute.QUEUE: draw(st.sampled_from([1, 2])),
        Attribute.STATE: draw(st.sampled_from([1, 4, PENDING_STATE])),
        Attribute.PRIORITY: draw(st.sampled_from([1, 2, 3])),
    }
    model = ModelTicket(
        id=0,
        title=draw(phrases),
        ids=ids,
        customer_id=draw(st.sampled_from(["", "ACME", "acme", "A_", "ACME%"])),
        customer_user=draw(st.sampled_from(["", "ann", "Ann", "bob"])),
        create_time=created,
        pending_epoch=draw(st.sampled_from([0, int(NOON.timestamp())])),
        is_pending=ids[Attribute.STATE] == PENDING_STATE,
        fields={"Note": (), "Tags": ()},
    )
    model.id = store.bench.ticket(
        title=model.title,
        queue_id=ids[Attribute.QUEUE],
        state_id=ids[Attribute.STATE],
        priority_id=ids[Attribute.PRIORITY],
        customer_id=model.customer_id,
        customer_user_id=model.customer_user,
    )
    model.ids[Attribute.TICKET] = model.id
    _set(store.session, "ticket", model.id, create_time=to_text(created))
    _set(store.session, "ticket", model.id, until_time=model.pending_epoch)
    _fields(store, model, data)
    for _ in range(draw(st.integers(0, 2))):
        model.articles.append(_article(store, model.id, data))
    return model


def _fields(store: Store, model: ModelTicket, data: st.DataObject) -> None:
    note, tags = data.draw(texts), data.draw(st.lists(texts.filter(bool), max_size=2))
    store.bench.writer().set_field(store.field("Note"), model.id, note, by=1)
    model.fields["Note"] = (note,) if note else ()
    if tags:
        store.bench.writer().set_field(store.field("Tags"), model.id, [*tags], by=1)
        model.fields["Tags"] = tuple(tags)


def _article(store: Store, ticket_id: int, data: st.DataObject) -> ModelArticle:
    drawn = {part: data.draw(phrases) for part in PARTS}
    has_file = data.draw(st.booleans())
    model = ModelArticle(drawn, data.draw(st.booleans()), data.draw(moments))
    article_id = store.bench.article(
        ticket_id,
        from_=drawn[ArticlePart.FROM],
        to=drawn[ArticlePart.TO],
        cc=drawn[ArticlePart.CC],
        bcc=drawn[ArticlePart.BCC],
        subject=drawn[ArticlePart.SUBJECT],
        body=drawn[ArticlePart.BODY],
        is_visible_for_customer=model.is_visible,
    )
    _set(store.session, "article", article_id, create_time=to_text(model.create_time))
    drawn[ArticlePart.ATTACHMENT_NAME] = ""
    if has_file:
        file = NewAttachment(data.draw(texts), "text/plain", b"x")
        store.bench.writer().add_attachment(article_id, file, by=1)
        kept = store.reader.attachments(article_id, with_content=False)
        drawn[ArticlePart.ATTACHMENT_NAME] = kept[0].filename
    else:
        del drawn[ArticlePart.ATTACHMENT_NAME]
    return model


def _set(session: Session, table: str, row_id: int, **columns: object) -> None:
    for column, value in columns.items():
        session.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, row_id))


terms = st.lists(phrases, min_size=1, max_size=3).map(lambda pieces: Term(tuple(pieces)))
conditions: st.SearchStrategy[Condition] = st.recursive(
    terms,
    lambda part: (
        st.builds(Not, part)
        | st.lists(part, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts)))
        | st.lists(part, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
    ),
    max_leaves=4,
)


def criteria_on(store: Store) -> st.SearchStrategy[Criterion]:
    ids = {
        Attribute.QUEUE: [1, 2, 3],
        Attribute.STATE: [1, 4, PENDING_STATE],
        Attribute.PRIORITY: [1, 2, 3],
        Attribute.TICKET: [ticket.id for ticket in store.tickets] or [1],
    }
    texts_of_tickets = [TicketText.TITLE, TicketText.CUSTOMER_ID, TicketText.CUSTOMER_USER]
    operators = [operator for operator in FieldOperator if operator is not FieldOperator.LIKE]
    tests = st.builds(
        FieldTest, st.sampled_from(operators), st.lists(texts, min_size=1, max_size=2).map(tuple)
    ) | st.builds(FieldTest, st.just(FieldOperator.LIKE), st.just(()), conditions)
    fields = st.sampled_from(["Note", "Tags"]).map(store.field)
    some_texts = st.builds(ArticleText, st.sampled_from([*PARTS, ArticlePart.ANY]), terms)
    return st.one_of(
        st.sampled_from([*ids]).flatmap(
            lambda attribute: st.builds(
                HasId,
                st.just(attribute),
                st.lists(st.sampled_from(ids[attribute]), max_size=3).map(tuple),
            )
        ),
        st.builds(TextMatches, st.sampled_from(texts_of_tickets), conditions),
        st.builds(
            HasCustomerId, st.lists(st.sampled_from(["ACME", "A_", "x"]), min_size=1).map(tuple)
        ),
        st.builds(LiesWithin, st.sampled_from([Moment.CREATED, Moment.PENDING]), spans),
        st.builds(FieldMatches, fields, st.lists(tests, min_size=1, max_size=2).map(tuple)),
        st.builds(FieldIsEmpty, fields, st.booleans()),
        st.builds(
            ArticleMatches, st.lists(some_texts, max_size=2).map(tuple), st.booleans(), spans
        ),
    )


def orders_of(store: Store) -> st.SearchStrategy[list[SortBy]]:
    keys: list[Any] = [
        SortKey.CREATED,
        SortKey.TITLE,
        SortKey.PRIORITY,
        SortKey.CUSTOMER_ID,
        SortKey.PENDING,
        SortKey.NUMBER,
        store.field("Note"),
        store.field("Tags"),
    ]
    return st.lists(st.builds(SortBy, st.sampled_from(keys), st.booleans()), min_size=1, max_size=2)


def every_answer(store: Store, query: TicketQuery) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Give the answer of each way, with the statement that it took."""
    desk = store.desk
    clauses, order = search.clauses_of(desk, query), order_of(query.order, desk)
    ways = [search.walk(clauses, order, query.limit)]
    ways += [
        search.through(driver, clauses, order, query.limit)
        for clause in clauses
        for driver in clause.drivers
    ]
    if [sort.key for sort in query.order] == [SortKey.CREATED]:
        ways += [
            search.walk_each(clause.partition, clauses, query)
            for clause in clauses
            if clause.partition and clause.partition.ids
        ]
    yield "search", tuple(search.search_tickets(desk, query))
    for way in ways:
        rows = store.session.execute(way.sql, way.values)
        yield way.sql, tuple(row[0] for row in rows)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_way_finds_what_plain_python_finds(session: Session, data: st.DataObject) -> None:
    session.begin_write()
    try:
        store = filled(session, data)
        criteria = data.draw(st.lists(criteria_on(store), max_size=3))
        order, limit = data.draw(orders_of(store)), data.draw(st.integers(1, 4))
        query = TicketQuery(ROOT, tuple(criteria), tuple(order), limit)

        expected = expected_ids(store.tickets, criteria, order, limit)
        # Drawn stores are small: what is few there is less than what is few elsewhere.
        few, first = data.draw(st.integers(0, 3)), data.draw(st.integers(0, 3))
        with patch.multiple(search, _FEW=few, _FIRST=first):
            for way, found in every_answer(store, query):
                assert found == expected, way
    finally:
        session.execute("ROLLBACK")


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_customers_find_their_own(session: Session, data: st.DataObject) -> None:
    session.begin_write()
    try:
        store = filled(session, data)
        criteria = data.draw(st.lists(criteria_on(store), max_size=2))
        query = TicketQuery(CUSTOMER, tuple(criteria), (SortBy(SortKey.CREATED, True),), 9)

        own = [ticket for ticket in store.tickets if ticket.customer_user.lower() == "ann"]
        expected = expected_ids(own, criteria, query.order, 9, only_visible=True)
        for way, found in every_answer(store, query):
            assert found == expected, way
    finally:
        session.execute("ROLLBACK")
