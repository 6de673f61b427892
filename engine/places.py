"""Where an app keeps what it keeps, and the way into its store."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from engine.services.errors import ServiceError
from engine.storage.database import Database, is_postgresql
from engine.storage.errors import StoreError, StoreFailure

_SCHEME: Final = "sqlite:///"


def places(store: str, data: Path | None) -> tuple[Path, Path | str]:
    """Return the folder that `App.open` works in, and where the store is that it opens.

    Raises `ServiceError` for an unknown store.
    """
    if is_postgresql(store):
        return data or Path("crosstie-data"), store
    folder = data_folder(store, data)
    return folder, folder / "core.db"


def data_folder(store: str, data: Path | None) -> Path:
    """Return the folder that `App.open` works in; raises `ServiceError` for an unknown store."""
    if not store or is_postgresql(store):
        return data or Path("crosstie-data")
    if folder := store.removeprefix(_SCHEME) if store.startswith(_SCHEME) else "":
        return Path(folder)
    scheme = urlsplit(store).scheme or store
    raise ServiceError(
        "unknown-store",
        f"there is no store for `{scheme}`",
        "postgresql://…, sqlite:///FOLDER, or leave --store out for SQLite in the data folder",
    )


def open_database(folder: Path, where: Path | str) -> Database:
    """Open the store of a folder; raises `ServiceError` where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Database.open(where)
    except (StoreError, StoreFailure, OSError) as error:
        place = f"in `{folder}`" if isinstance(where, Path) else "in PostgreSQL"
        raise ServiceError(
            "store-not-opened",
            f"the store {place} cannot be opened: {error}",
            "crosstie doctor looks closer",
        ) from error
