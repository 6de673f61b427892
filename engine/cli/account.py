"""`crosstie user` and `crosstie customer`: who may come in."""

import secrets
import string
import sys
from typing import Annotated

import typer

from engine.accounts.entry import (
    CUSTOMER_PERMISSIONS,
    EVERY_PERMISSION,
    PERMISSIONS,
    AgentEntry,
    CustomerEntry,
)
from engine.app import App
from engine.cli._context import with_app
from engine.cli._output import fail, say, write
from engine.model.people import PrincipalKind

user = typer.Typer(help="Agents and administrators.", no_args_is_help=True)
customer = typer.Typer(help="Customer users.", no_args_is_help=True)

_Login = Annotated[str, typer.Argument(show_default=False)]
_FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]


def declare(root: typer.Typer) -> None:
    """Add the commands to the root."""
    root.add_typer(user, name="user")
    root.add_typer(customer, name="customer")


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
    role: Annotated[list[str] | None, typer.Option("--role", help="NAME; repeatable.")] = None,
    admin: Annotated[bool, typer.Option("--admin", help="rw in every group.")] = False,
    password_stdin: _FromInput = False,
) -> None:
    """Add an agent."""
    password, drawn = _password(password_stdin)
    usual = [] if role else ["users"]
    groups = dict(_permission(each) for each in group or usual)

    entry = AgentEntry(
        login=login,
        password=password,
        first_name=first_name or login,
        last_name=last_name or login,
        email=email or None,
        groups=groups,
        roles=tuple(role or ()),
        is_administrator=admin,
    )

    async def run(app: App) -> None:
        await app.accounts.add_agent(entry)

    with_app(context, run)
    _tell("added", login, password, drawn)


@customer.command("add")
def add_customer(
    context: typer.Context,
    login: _Login,
    company: Annotated[str, typer.Option("--company", help="The customer id.")] = "",
    further: Annotated[
        list[str] | None,
        typer.Option("--further-company", help="Another customer id; repeatable."),
    ] = None,
    group: Annotated[
        list[str] | None, typer.Option("--group", help="NAME, or NAME=ro; repeatable.")
    ] = None,
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
        companies=tuple(further or ()),
        groups=dict(_permission(each, CUSTOMER_PERMISSIONS) for each in group or ()),
    )

    async def run(app: App) -> None:
        await app.accounts.add_customer(entry)

    with_app(context, run)
    _tell("added", login, password, drawn)


@user.command("set-password")
def set_user_password(
    context: typer.Context, login: _Login, password_stdin: _FromInput = False
) -> None:
    """Give an agent another password; its sessions end."""
    _set_password(context, PrincipalKind.AGENT, login, password_stdin)


@customer.command("set-password")
def set_customer_password(
    context: typer.Context, login: _Login, password_stdin: _FromInput = False
) -> None:
    """Give a customer user another password; its sessions end."""
    _set_password(context, PrincipalKind.CUSTOMER, login, password_stdin)


@user.command("revoke-sessions")
def revoke_user_sessions(context: typer.Context, login: _Login) -> None:
    """End all sessions of an agent, in the console too."""
    _revoke_sessions(context, PrincipalKind.AGENT, login)


@customer.command("revoke-sessions")
def revoke_customer_sessions(context: typer.Context, login: _Login) -> None:
    """End all sessions of a customer user."""
    _revoke_sessions(context, PrincipalKind.CUSTOMER, login)


def _set_password(
    context: typer.Context, kind: PrincipalKind, login: str, from_input: bool
) -> None:
    password, drawn = _password(from_input)

    async def run(app: App) -> None:
        await app.accounts.set_password(kind, login, password)

    with_app(context, run)
    _tell("another password for", login, password, drawn)


def _revoke_sessions(context: typer.Context, kind: PrincipalKind, login: str) -> None:
    async def run(app: App) -> int:
        return await app.accounts.revoke_sessions(kind, login)

    count = with_app(context, run)
    say(f"{count} {'session' if count == 1 else 'sessions'} of `{login}` ended")


def _password(from_input: bool) -> tuple[str, bool]:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n"), False
    if sys.stdin.isatty():
        return typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True), False
    alphabet = string.ascii_letters + string.digits
    return "".join(secrets.choice(alphabet) for _ in range(20)), True


def _tell(done: str, login: str, password: str, drawn: bool) -> None:
    say(f"{done} `{login}`")
    if drawn:
        say("its password, not shown again:")
        write(password)


def _permission(text: str, known: tuple[str, ...] = PERMISSIONS) -> tuple[str, tuple[str, ...]]:
    group, _, permission = text.partition("=")
    keys = tuple((permission or EVERY_PERMISSION).split(","))
    if unknown := [key for key in keys if key not in known]:
        fail(f"a permission is one of {', '.join(known)}, not `{unknown[0]}`", code=2)
    return group, keys
