"""Central as a web application: the one place that joins its parts."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

import ra_desk
from ra_desk.central.api.desks import desk_routes
from ra_desk.central.api.problems import BodyLimit, add_problems
from ra_desk.central.parts import Parts


def create_app(parts: Parts, *more: APIRouter) -> FastAPI:
    """Return the web application; ``more`` are the routes of citizens."""
    app = FastAPI(
        title="RA Desk central",
        version=ra_desk.__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.add_middleware(BodyLimit)
    add_problems(app)
    app.include_router(desk_routes(parts))
    for routes in more:
        app.include_router(routes)
    return app
