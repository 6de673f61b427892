"""Requesters written by OTRS 6."""

import copy
from typing import Any

import pytest
from shared_cases import cases

from dsl.values import Value
from engine.configuration.upgrade import is_old_format, upgraded


def requester(type: str, config: Value) -> dict[str, Any]:
    return {"Requester": {"Transport": {"Type": type, "Config": config}}}


def config_of(service: Any) -> Any:
    return service["Requester"]["Transport"]["Config"]


def test_recorded_upgrades() -> None:
    seen = 0
    for case in cases("upstream/webservice_config.json")["cases"]:
        for step in (case[name] for name in ("add", "update") if name in case):
            if "stored_config" in step:
                stored = copy.deepcopy(step["stored_config"])
                stored_config = config_of(stored)
                stored_config["Timeout"] = str(stored_config["Timeout"])
                assert upgraded(step["config"]) == stored
                seen += 1
    assert seen == 2


@pytest.mark.parametrize(
    "service",
    [
        {},
        {"Requester": None},
        {"Requester": {"Transport": "HTTP::REST"}},
        requester("HTTP::REST", None),
        requester("HTTP::REST", {}),
        requester("HTTP::Test", {"Host": "x"}),
        requester("HTTP::REST", {"Host": "x", "Timeout": "30"}),
        requester("HTTP::SOAP", {"Endpoint": "x", "Timeout": "0"}),
        {"Provider": {"Transport": {"Type": "HTTP::SOAP", "Config": {"NameSpace": "x"}}}},
        {"Crosstie": {"Compatibility": "modern"}, **requester("HTTP::REST", {"Host": "x"})},
    ],
)
def test_what_is_not_of_the_old_format_stays(service: Any) -> None:
    assert not is_old_format(service)
    assert upgraded(service) == service


@pytest.mark.parametrize(("type", "timeout"), [("HTTP::REST", "300"), ("HTTP::SOAP", "60")])
def test_the_least_old_requester(type: str, timeout: str) -> None:
    service = requester(type, {"Host": "x", "Timeout": ""})

    assert is_old_format(service)
    assert config_of(upgraded(service)) == {
        "Host": "x",
        "Timeout": timeout,
        "SSL": {"UseSSL": "No"},
        "Proxy": {"UseProxy": "No"},
    }


def test_an_upgrade_changes_nothing_that_was_given() -> None:
    service = requester("HTTP::SOAP", {"Authentication": {"Type": "BasicAuth"}, "SSL": {}})
    before = copy.deepcopy(service)

    upgraded(service)

    assert service == before


def test_an_upgraded_service_is_of_todays_format() -> None:
    assert not is_old_format(upgraded(requester("HTTP::REST", {"Host": "x"})))


def test_soap_without_an_action_gets_no_scheme() -> None:
    service = requester("HTTP::SOAP", {"SOAPAction": "No", "Authentication": {"Type": "NTLM"}})

    config = config_of(upgraded(service))

    assert "SOAPActionScheme" not in config
    assert "Authentication" not in config


def test_rest_takes_certificates_from_x509_and_only_the_proxy_from_ssl() -> None:
    config = config_of(
        upgraded(
            requester(
                "HTTP::REST",
                {
                    "SSL": {"UseSSL": "Yes", "SSLProxy": "http://proxy", "SSLP12Password": "p"},
                    "X509": {"UseX509": "Yes", "X509KeyFile": "k", "X509CertFile": "c"},
                },
            )
        )
    )

    assert config["SSL"] == {
        "UseSSL": "Yes",
        "SSLKey": "k",
        "SSLCertificate": "c",
        "SSLCAFile": None,
    }
    assert config["Proxy"]["ProxyHost"] == "http://proxy"
