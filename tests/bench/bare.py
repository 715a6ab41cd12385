"""The peer of filing: an endpoint of FastAPI that inserts one row, and nothing else. `uvicorn bench.bare:app` serves it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
from fastapi import FastAPI, Request

from bench.append import FLOOR_INSERT, FLOOR_TABLE

ADDRESS = "LANTAI_BENCH_DSN"
STATUS_CREATED = 201


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Hold a pool of connections."""
    async with asyncpg.create_pool(os.environ[ADDRESS], min_size=8, max_size=8) as pool:
        await pool.execute(FLOOR_TABLE)
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/rows", status_code=STATUS_CREATED)
async def insert(request: Request) -> dict[str, str]:
    """Insert the form as it came."""
    row = uuid4()
    await app.state.pool.execute(FLOOR_INSERT, "agency", "stream", 1, row, "type", await request.body())
    return {"id": str(row)}
