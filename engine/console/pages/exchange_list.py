"""The list of recorded exchanges."""

from starlette.responses import Response

from engine.console.pages.exchange_filter import LIMITS, read_filter
from engine.console.site import Visit
from engine.console.timeline import duration_text
from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome


async def show(visit: Visit) -> Response:
    """Show the exchanges that the filters in the address ask for, newest first."""
    chosen = read_filter(visit.request.query_params)
    page = await visit.site.needs.traces.search_async(chosen.query)
    return visit.render(
        "exchange_list.html",
        section="exchanges",
        status=400 if chosen.problems else 200,
        filter=chosen,
        exchanges=page.exchanges,
        next=chosen.address(page.next) if page.next else "",
        is_first_page=chosen.query.after is None,
        services=sorted(await visit.site.needs.services(), key=str.casefold),
        roles=[role.value for role in Role],
        outcomes=[outcome.value for outcome in Outcome],
        levels=[level.word for level in Level],
        limits=LIMITS,
        lost=visit.site.needs.lost_exchanges(),
        duration_text=duration_text,
    )
