"""Secrets leave the text of a service, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.source import Source
from engine.configuration.dump import dump
from engine.configuration.secret_mask import MASK, SECRET_KEYS, holds_secrets, masked_text
from engine.configuration.yaml_reader import read_yaml

SERVICE = """\
# The partner; ask Kim for a login.
Requester:
  Transport:
    Type: HTTP::REST
    Config:
      # BasicAuthPassword: canary-old
      Authentication: {AuthType: BasicAuth, BasicAuthUser: kim, BasicAuthPassword: "canary 1"} # !
      Host: https://kim:canary-2@partner.example/api
      Proxy:
        ProxyPassword: |
          canary-3
          canary-4

        ProxyUser: &user canary-5
        ProxyHost: https://proxy.example
      SSL:
        SSLPassword: *user
        SSLKey: /etc/key
      AdditionalHeaders:
        Authorization: Bearer canary-6
        X-Served-By: crosstie
      OutboundHeaders: {Common: {X-API-Key: canary-7}, Specific: {Push: {Cookie: 'canary-8'}}}
"""


def test_no_secret_is_left_and_everything_else_is() -> None:
    assert masked_text(SERVICE) == (
        SERVICE.replace("canary-old", f"'{MASK}'")
        .replace('"canary 1"', f"'{MASK}'")
        .replace(
            "https://kim:canary-2@partner.example/api", f"'https://kim:{MASK}@partner.example/api'"
        )
        .replace("|\n          canary-3\n          canary-4\n", f"'{MASK}'\n")
        .replace("canary-5", f"'{MASK}'")
        .replace("Bearer canary-6", f"'{MASK}'")
        .replace("canary-7", f"'{MASK}'")
        .replace("'canary-8'", f"'{MASK}'")
    )


def test_masking_twice_is_masking_once() -> None:
    once = masked_text(SERVICE)

    assert masked_text(once) == once
    assert holds_secrets(SERVICE)
    assert not holds_secrets(once)


@pytest.mark.parametrize(
    "line",
    [
        "BasicAuthPassword: secret:shop",
        "BasicAuthPassword: ''",
        "BasicAuthPassword:",
        "Host: https://partner.example:8443/a@b",
        "Host: https://kim@partner.example",
        "Host: https://kim:secret:shop@partner.example",
        "Endpoint: 'http://[broken'",
        "MappingInbound: {Type: Simple, Config: {KeyMapExact: {Password: PasswordOfCaller}}}",
        "Route: /login/:Password",
    ],
)
def test_what_tells_no_secret_stays(line: str) -> None:
    assert masked_text(line) == line


def test_a_password_that_looks_like_an_address_goes_as_a_whole() -> None:
    assert masked_text("BasicAuthPassword: http://a:b@c\n") == f"BasicAuthPassword: '{MASK}'\n"


def test_values_that_a_mapping_reads_may_be_secrets() -> None:
    text = "MappingOutbound: {Type: Tie, Config: {Values: {Password: canary}}}\n"

    assert "canary" not in masked_text(text)


def test_lists_and_mappings_under_a_password_key_go_too() -> None:
    masked = masked_text("Password: [one, {two: three}]\n")

    assert masked == f"Password: ['{MASK}', {{two: '{MASK}'}}]\n"


@given(
    st.sampled_from(sorted(SECRET_KEYS)),
    st.text(alphabet="pwé'\"\\:#{}&*|>!%@ \n\t", min_size=1, max_size=60).map("canary{}".format),
    st.text(max_size=20),
)
def test_no_spelling_of_a_secret_survives(key: str, secret: str, other: str) -> None:
    value = {"Config": {key: secret, "Other": "x"}, "a": [{"b": {key: secret}}]}

    masked = masked_text(dump(value))  # type: ignore[arg-type]

    assert "canary" not in masked
    assert read_yaml(Source("masked", masked)).root.value == {
        "Config": {key: MASK, "Other": "x"},
        "a": [{"b": {key: MASK}}],
    }
