"""The whole way of a desk file: text, plan, hashes, one transaction."""

from dsl.source import Source
from engine.accounts.accounts import EmbeddedAccounts
from engine.desk.application import apply_plan
from engine.desk.desk_file import parse_desk
from engine.model.clock import Clock
from engine.storage.database import Database
from engine.storage.emitter import NOBODY, Sink


async def apply_desk(
    source: Source,
    database: Database,
    accounts: EmbeddedAccounts,
    clock: Clock,
    events: Sink = NOBODY,
) -> tuple[str, ...]:
    """Make sure that everything a desk file names exists; return what changed, a line each.

    Applying the same file again changes nothing. Raises `CompileError` with every finding, and
    then nothing was applied. `events` takes what happens, in the same transaction.
    """
    plan = parse_desk(source)
    customers = [customer.entry for customer in plan.customers]
    hashes = await accounts.new_hashes(plan.users, customers)
    return await database.write(
        lambda connection: apply_plan(connection, plan, hashes, now=clock.now(), events=events)
    )
