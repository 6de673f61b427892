"""Uses otobo, znuny or otobo-znuny as their users do, and prints what they returned.

Run by tests/wire/test_real_clients.py: `drive_otobo.py PHASE URL PACKAGE`. The three share their
core and differ in the names of what they export.
"""

import asyncio
import json
import sys
from datetime import datetime, timedelta
from importlib import import_module

PHASE, URL, PACKAGE = sys.argv[1:4]
OLD = PACKAGE == "otobo_znuny"  # the older, combined package exports nothing at its top


def exported(name, module):
    return getattr(import_module(f"{PACKAGE}.{module}" if OLD else PACKAGE), name)


BasicAuth = exported("BasicAuth", "domain_models.basic_auth_model")
ClientConfig = exported("ClientConfig", "domain_models.otobo_client_config")
TicketOperation = exported("TicketOperation", "domain_models.ticket_operation")
Article, IdName, TicketCreate, TicketSearch, TicketUpdate = (
    exported(name, "domain_models.ticket_models")
    for name in ("Article", "IdName", "TicketCreate", "TicketSearch", "TicketUpdate")
)
if OLD:
    Client = exported("OTOBOZnunyClient", "clients.otobo_client")
    ClientError = exported("OTOBOError", "util.otobo_errors")
else:
    prefix = {"otobo": "OTOBO", "znuny": "Znuny"}[PACKAGE]
    Client = exported(f"{prefix}Client", "")
    ClientError = exported(f"{prefix}Error", "")

DOCUMENTS = {
    TicketOperation.CREATE: "ticket-create",
    TicketOperation.GET: "ticket-get",
    TicketOperation.SEARCH: "ticket-search",
    TicketOperation.UPDATE: "ticket-update",
}
PREFIX = "znuny" if PACKAGE == "znuny" else "otobo"


def client(service="GenericTicketConnectorREST", password="mira-example", documents=DOCUMENTS):
    config = ClientConfig(
        base_url=f"{URL}/{PREFIX}/nph-genericinterface.pl",
        webservice_name=service,
        operation_url_map=documents,
    )
    opened = Client(config)
    if password:
        opened.login(BasicAuth(user_login="mira", password=password))
    return opened


FIRST = Article(subject="Feuer & Rauch", body="Zeile 1\nZeile 2 €", from_addr="a@b.test")


def ticket(**changes):
    given = {
        "title": "Drucker brennt – größer", "queue": IdName(name="Raw"), "customer_user": "ada",
        "state": IdName(name="new"), "priority": IdName(id=3), "article": FIRST,
    }  # fmt: skip
    return TicketCreate(**{**given, **changes})


def shown(one):
    return {
        "title": one.title,
        **{
            n: getattr(one, n).name for n in ("queue", "state", "priority", "lock", "type", "owner")
        },
        "queue_id": one.queue.id,
        "priority_id": one.priority.id,
        "customer": one.customer_id,
        "articles": [[each.subject, each.body, each.from_addr] for each in one.articles],
        "is_new": abs(datetime.now() - one.created_at) < timedelta(days=1),
    }


async def refused(work):
    """Return the exception of the client that a call ends with."""
    try:
        value = await work
    except ClientError as error:
        return [type(error).__name__, error.code, error.message]
    except Exception as error:  # every other is the client's own trouble with an answer
        return [type(error).__name__, str(error)[:60]]
    return ["no exception", repr(value)]


async def main():
    async with client() as it:
        created = await it.create_ticket(ticket())
        yield "created", shown(created)
        read = await it.get_ticket(created.id)
        yield "read", shown(read)
        yield "same", [read.id == created.id, read.number == created.number]
        updated = await it.update_ticket(
            TicketUpdate(
                id=created.id,
                title="Aus",
                queue=IdName(name="Misc"),
                priority=IdName(name="5 very high"),
            )
        )
        yield "updated", shown(updated)
        more = Article(subject="Gelöscht", body="Mit Sand.")
        await it.update_ticket(TicketUpdate(id=created.id, state=IdName(name="open"), article=more))
        by_number = TicketUpdate(number=created.number, lock=IdName(name="lock"))
        yield "by number", shown(await it.update_ticket(by_number))
        yield "changed", shown(await it.get_ticket(str(created.id)))
        for _ in range(4):
            await it.update_ticket(TicketUpdate(id=created.id, article=more))
        # The client asks for five articles and never for more.
        yield "five articles", len((await it.get_ticket(created.id)).articles)


async def failures():
    async with client() as it, client(password="wrong") as wrong:
        yield "no log-in", await refused(client(password=None).get_ticket(1))
        yield "wrong password, create", await refused(wrong.create_ticket(ticket()))
        yield "wrong password, get", await refused(wrong.get_ticket(1))
        yield "wrong password, update", await refused(wrong.update_ticket(TicketUpdate(id=1)))
        yield "unknown ticket", await refused(it.get_ticket(4_000_000))
        yield (
            "update of none",
            await refused(it.update_ticket(TicketUpdate(id=4_000_000, title="x"))),
        )
        yield "missing title", await refused(it.create_ticket(ticket(title=None)))
        yield "missing article", await refused(it.create_ticket(ticket(article=None)))
        unknown = IdName(name="Nowhere")
        yield "unknown queue", await refused(it.create_ticket(ticket(queue=unknown)))
        created = await it.create_ticket(ticket())
        changed = TicketUpdate(id=created.id, state=IdName(name="burning"))
        yield "unknown state", await refused(it.update_ticket(changed))
        yield "left as it was", (await it.get_ticket(created.id)).state.name
        yield "no service", (await refused(client("X").get_ticket(1)))[0]


async def search():
    async with client() as it, client(password="wrong") as wrong:
        mark = f"suche-{PACKAGE}"
        misc, is_open = IdName(name="Misc"), IdName(name="open")
        high = IdName(name="5 very high")
        names = {
            (await it.create_ticket(each)).id: name
            for name, each in {
                "one": ticket(title=f"{mark} eins"),
                "two": ticket(title=f"{mark} zwei", queue=misc, state=is_open, priority=high),
                "three": ticket(title=f"{mark} drei", queue=misc, state=is_open),
            }.items()
        }

        async def found(**criteria):
            ids = await it.search_tickets(TicketSearch(titles=[f"{mark}*"], **criteria))
            return sorted(names.get(int(each), each) for each in ids)

        [first, *_] = names
        number = (await it.get_ticket(first)).number
        yield "title", await found()
        yield "queue", await found(queues=[misc])
        yield "queue by id", await found(queues=[IdName(id=2)])
        yield "state", await found(states=[IdName(name="new")])
        yield "states", await found(states=[IdName(name="new"), is_open])
        yield "priority", await found(priorities=[high])
        yield "both", await found(queues=[misc], priorities=[IdName(id=3)])
        yield "number", await found(numbers=[number])
        yield "two at most", len(await found(limit=2))
        got = await it.search_and_get(TicketSearch(titles=[f"{mark} zwei", f"{mark} drei"]))
        yield "search_and_get", sorted(each.title for each in got)
        yield "none", await it.search_tickets(TicketSearch(titles=[f"{mark} vier"]))
        yield "wrong password", await refused(wrong.search_tickets(TicketSearch(titles=["x"])))


def build():
    """Return the service file that the package itself writes for its users."""
    builder = exported("WebserviceBuilder", "")(name="Built").set_restricted_by("mira")
    builder.enable_operations(*TicketOperation)
    yield "yaml", builder.dump_yaml(builder.build())


async def built():
    """Use the service that was built: whoever logs in there is mira."""
    documents = {each: f"ticket-{each.name.lower()}" for each in TicketOperation}
    async with client(f"Built-{PACKAGE}", documents=documents) as it:
        created = await it.create_ticket(ticket(title="Gebaut"))
        yield "created", [created.title, created.owner.name]
        updated = await it.update_ticket(TicketUpdate(id=created.id, title="Umgebaut"))
        yield "updated", updated.title
        it.login(BasicAuth(user_login="someone", password="mira-example"))
        changed = await it.update_ticket(TicketUpdate(id=created.id, title="Von mira"))
        yield "restricted", changed.title


async def collected(phase):
    return {name: value async for name, value in phase()}


if PHASE == "build":
    report = dict(build())
else:
    phases = {each.__name__: each for each in (main, failures, search, built)}
    report = asyncio.run(collected(phases[PHASE]))
json.dump(report, sys.stdout)
