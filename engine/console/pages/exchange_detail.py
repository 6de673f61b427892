"""One exchange with its stages."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from engine.console.curl import as_curl
from engine.console.site import Visit
from engine.console.timeline import duration_text, steps_of


async def show(visit: Visit) -> Response:
    """Show a recorded exchange as a timeline with the data of each step."""
    recording = await visit.site.needs.traces.find_async(visit.request.path_params["id"])
    if recording is None:
        raise HTTPException(404, "There is no exchange with this id; it may have been cleaned up.")
    return visit.render(
        "exchange_detail.html",
        section="exchanges",
        exchange=recording.exchange,
        steps=steps_of(recording),
        duration_text=duration_text,
        curl=as_curl(recording),
    )
