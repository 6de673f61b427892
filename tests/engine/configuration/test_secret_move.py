"""Passwords of a service file move out of it; names stay, and so does everything else."""

import json

import yaml
from shared_cases import ROOT

from engine.configuration.secret_mask import holds_secrets
from engine.configuration.secret_move import moved_secrets

SERVICE = """\
# An export. The old BasicAuthPassword: canary-0
Debugger: {DebugThreshold: debug}
Provider:
  Transport: {Type: ''}
Requester:
  Transport:
    Type: HTTP::REST
    Config:
      Host: https://kim:can%40ry-1@partner.example/api   # of the partner
      Authentication: {AuthType: BasicAuth, BasicAuthUser: shop, BasicAuthPassword: 'can''ary-2'}
      Proxy:
        ProxyPassword: &again |-
          canary-3
        Other: {ProxyPassword: *again}
      SSL: {SSLPassword: secret:there.already}
      AdditionalHeaders:
        X-Api-Key: canary-4
        X-Shop: east
"""
MOVED = """\
# An export. The old BasicAuthPassword: '*******'
Debugger: {DebugThreshold: debug}
Provider:
  Transport: {Type: ''}
Requester:
  Transport:
    Type: HTTP::REST
    Config:
      Host: 'https://kim:secret:My-Shop.Host@partner.example/api'   # of the partner
      Authentication: {AuthType: BasicAuth, BasicAuthUser: shop, BasicAuthPassword: 'secret:My-Shop.BasicAuthPassword'}
      Proxy:
        ProxyPassword: &again 'secret:My-Shop.ProxyPassword-2'
        Other: {ProxyPassword: *again}
      SSL: {SSLPassword: secret:there.already}
      AdditionalHeaders:
        X-Api-Key: 'secret:My-Shop.X-Api-Key'
        X-Shop: east
"""  # noqa: E501


def test_every_secret_moves_and_nothing_else_changes() -> None:
    moved = moved_secrets(SERVICE, "My Shop", taken={"My-Shop.ProxyPassword"})

    assert moved.text == MOVED
    assert moved.values == {
        "My-Shop.Host": "can@ry-1",
        "My-Shop.BasicAuthPassword": "can'ary-2",
        "My-Shop.ProxyPassword-2": "canary-3",
        "My-Shop.X-Api-Key": "canary-4",
    }
    assert not holds_secrets(moved.text)
    assert "can" not in repr(moved).replace("repr", "")


def test_what_was_moved_moves_no_second_time() -> None:
    again = moved_secrets(MOVED, "My Shop", taken=set())

    assert again.text == MOVED
    assert again.values == {}


def test_equal_values_behind_equal_keys_are_one_secret() -> None:
    text = "A: {Password: one}\nB: {Password: two}\nC: {Password: one}\nD: {SSLPassword: one}\n"

    moved = moved_secrets(text, "s", taken=set())

    assert yaml.safe_load(moved.text) == {
        "A": {"Password": "secret:s.Password"},
        "B": {"Password": "secret:s.Password-2"},
        "C": {"Password": "secret:s.Password"},
        "D": {"SSLPassword": "secret:s.SSLPassword"},
    }
    assert json.dumps(moved.values) == (
        '{"s.Password": "one", "s.Password-2": "two", "s.SSLPassword": "one"}'
    )


def test_any_name_of_a_service_makes_a_name_of_a_secret() -> None:
    for prefix in ("Ünïcode/..", "", "-", "x" * 400):
        [name] = moved_secrets("Password: one", prefix, taken=set()).values

        assert moved_secrets(f"Password: secret:{name}", "s", taken=set()).values == {}


def test_a_file_without_passwords_stays_as_it_is() -> None:
    stock = (ROOT / "examples/services/GenericTicketConnectorREST.yml").read_text()

    assert moved_secrets(stock, "s", taken=set()).text == stock
