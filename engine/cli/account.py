"""`crosstie user`, `customer` and `key`: who may come in."""

import secrets
import string
import sys
from typing import Annotated

import typer

from engine.accounts.entry import EVERY_PERMISSION, PERMISSIONS, AgentEntry, CustomerEntry
from engine.app import App
from engine.cli._context import with_app
from engine.cli._output import fail, say, write

user = typer.Typer(help="Agents and administrators.", no_args_is_help=True)
customer = typer.Typer(help="Customer users.", no_args_is_help=True)
key = typer.Typer(help="API keys.", no_args_is_help=True)

_Login = Annotated[str, typer.Argument(show_default=False)]
_FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]


def declare(root: typer.Typer) -> None:
    """Add the commands to the root."""
    root.add_typer(user, name="user")
    root.add_typer(customer, name="customer")
    root.add_typer(key, name="key")


@user.command("add")
def add_user(
    context: typer.Context,
    login: _Login,
    first_name: Annotated[str, typer.Option("--first-name")] = "",
    last_name: Annotated[str, typer.Option("--last-name")] = "",
    email: Annotated[str, typer.Option("--email")] = "",
    group: Annotated[
        list[str] | None, typer.Option("--group", help="NAME, or NAME=ro,note; repeatable.")
    ] = None,
    admin: Annotated[bool, typer.Option("--admin", help="rw in every group.")] = False,
    password_stdin: _FromInput = False,
) -> None:
    """Add an agent."""
    password, drawn = _password(password_stdin)
    groups = dict(_permission(each) for each in group or ["users"])

    entry = AgentEntry(
        login=login,
        password=password,
        first_name=first_name or login,
        last_name=last_name or login,
        email=email or None,
        groups=groups,
        is_administrator=admin,
    )

    async def run(app: App) -> None:
        await app.accounts.add_agent(entry)

    with_app(context, run)
    _tell(login, password, drawn)


@customer.command("add")
def add_customer(
    context: typer.Context,
    login: _Login,
    company: Annotated[str, typer.Option("--company", help="The customer id.")] = "",
    first_name: Annotated[str, typer.Option("--first-name")] = "",
    last_name: Annotated[str, typer.Option("--last-name")] = "",
    email: Annotated[str, typer.Option("--email")] = "",
    password_stdin: _FromInput = False,
) -> None:
    """Add a customer user."""
    password, drawn = _password(password_stdin)

    entry = CustomerEntry(
        login=login,
        password=password,
        first_name=first_name or login,
        last_name=last_name or login,
        email=email or None,
        company=company or None,
    )

    async def run(app: App) -> None:
        await app.accounts.add_customer(entry)

    with_app(context, run)
    _tell(login, password, drawn)


@key.command("add")
def add_key(
    context: typer.Context, name: Annotated[str, typer.Argument(show_default=False)]
) -> None:
    """Make an API key; it is shown once."""

    async def run(app: App) -> str:
        return await app.accounts.add_key(name)

    token = with_app(context, run)
    say("keep this key, it is not shown again:")
    write(token)


def _password(from_input: bool) -> tuple[str, bool]:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n"), False
    if sys.stdin.isatty():
        return typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True), False
    alphabet = string.ascii_letters + string.digits
    return "".join(secrets.choice(alphabet) for _ in range(20)), True


def _tell(login: str, password: str, drawn: bool) -> None:
    say(f"added `{login}`")
    if drawn:
        say("its password, not shown again:")
        write(password)


def _permission(text: str) -> tuple[str, tuple[str, ...]]:
    group, _, permission = text.partition("=")
    keys = tuple((permission or EVERY_PERMISSION).split(","))
    if unknown := [key for key in keys if key not in PERMISSIONS]:
        fail(f"a permission is one of {', '.join(PERMISSIONS)}, not `{unknown[0]}`", code=2)
    return group, keys
