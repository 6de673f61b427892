"""What is known to be secret is masked in logs, of whatever logger, while an app is open."""

import asyncio
import logging
from pathlib import Path

import pytest

from engine.app import App
from engine.tracing.known_secret import KnownSecrets
from engine.tracing.masked_log import masked_logs

CANARY = "canary-7f3"


def known(*values: str) -> KnownSecrets:
    secrets = KnownSecrets()
    secrets.add(values)
    return secrets


def say_everything(logger: logging.Logger) -> None:
    """Log the canary as a message, a value and an exception."""
    logger.error(f"a {CANARY}")
    logger.error("b %s, %d", CANARY, 5)
    try:
        raise ValueError(f"c {CANARY}")
    except ValueError:
        logger.exception("met a bug")


@pytest.mark.parametrize("name", ["crosstie.app", "of.somebody.else", ""])
def test_no_logger_tells_a_known_value(caplog: pytest.LogCaptureFixture, name: str) -> None:
    with masked_logs(known(CANARY)):
        say_everything(logging.getLogger(name))

    assert CANARY not in caplog.text
    assert "a [masked]\n" in caplog.text
    assert "b [masked], 5\n" in caplog.text
    assert "ValueError: c [masked]" in caplog.text
    assert "Traceback" in caplog.text
    assert [record.exc_info for record in caplog.records] == [None] * 3


def test_behind_the_block_handlers_are_as_they_were(caplog: pytest.LogCaptureFixture) -> None:
    before = [list(handler.filters) for handler in logging.root.handlers]
    with masked_logs(known(CANARY)):
        assert [list(handler.filters) for handler in logging.root.handlers] != before

    assert [list(handler.filters) for handler in logging.root.handlers] == before
    logging.getLogger("crosstie.app").error("a %s", CANARY)
    assert CANARY in caplog.text


def test_other_records_stay_what_they_are(caplog: pytest.LogCaptureFixture) -> None:
    for secrets in (known(CANARY), KnownSecrets()):
        caplog.clear()
        with masked_logs(secrets):
            try:
                raise ValueError("plain")
            except ValueError:
                logging.getLogger("crosstie.app").exception("b %s", "plain")

        [record] = caplog.records
        assert (record.msg, record.args) == ("b %s", ("plain",))
        assert record.exc_info is not None


def test_an_app_masks_the_secrets_of_its_store_while_it_is_open(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        async with App.open(data=tmp_path) as app:
            await app.secrets.put({"crm": CANARY}, by="kim")
        async with App.open(data=tmp_path) as app:
            assert app.secrets.resolve("secret:crm") == CANARY
            say_everything(logging.getLogger("httpx"))

    asyncio.run(main())

    assert CANARY not in caplog.text
    assert caplog.text.count("[masked]") == 3
