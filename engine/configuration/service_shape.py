"""The keys of a service file.

Source: generic-interface reference 1.2 to 1.10, and 12.2 for what Znuny adds.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engine.configuration.shape import (
    Anything,
    Choice,
    Keys,
    ListOf,
    MapOf,
    Shape,
    Text,
    WholeNumber,
)
from engine.model.credentials import HeaderCredentials

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE")
MAX_DEPTH: Final = 250
"""The deepest data a service may ask for. Source: the limits of the codecs."""

_FLAG: Final = Choice(("0", "1"), "write `'1'` for yes and `'0'` for no")
_ANSWER: Final = Choice(("Yes", "No"))
_SECONDS: Final = WholeNumber("seconds", low=1)
_HEADERS: Final = MapOf(Text())

_AUTHENTICATION: Final = Keys(
    {
        "AuthType": Choice(
            ("BasicAuth", "Kerberos", "JWT", "OAuth2Token", "NTLM", "APIKey", "Bearer")
        ),
        **dict.fromkeys(
            (
                "BasicAuthUser",
                "BasicAuthPassword",
                "KerberosUser",
                "KerberosKeytab",
                "JWTAuthKeyFilePath",
                "JWTAuthKeyFilePassword",
                "JWTAuthCertificateFilePath",
                "JWTAuthAlgorithm",
                "JWTAuthTTL",
                "JWTAuthPayload",
                "JWTAuthAdditionalHeaderData",
                "OAuth2TokenConfigID",
                # Ours.
                "APIKey",
                "APIKeyHeader",
                "BearerToken",
                # What OTRS 6 wrote; replaced when the service is stored.
                "Type",
                "User",
                "Password",
            ),
            Text(),
        ),
    }
)
_PROXY: Final = Keys(
    {
        "UseProxy": _ANSWER,
        "ProxyHost": Text(),
        "ProxyUser": Text(),
        "ProxyPassword": Text(),
        "ProxyExclude": _ANSWER,
    }
)
_SSL: Final = Keys(
    {
        "UseSSL": _ANSWER,
        "SSLVerifyHostname": _ANSWER,
        **dict.fromkeys(
            (
                "SSLCertificate",
                "SSLKey",
                "SSLPassword",
                "SSLCAFile",
                "SSLCADir",
                # What OTRS 6 wrote; replaced when the service is stored.
                "SSLP12Certificate",
                "SSLP12Password",
                "SSLProxy",
                "SSLProxyUser",
                "SSLProxyPassword",
            ),
            Text(),
        ),
    }
)
_PROVIDER_HEADERS: Final[Mapping[str, Shape]] = {
    "AdditionalHeaders": _HEADERS,
    "OutboundHeaders": Keys({"Common": _HEADERS, "Specific": MapOf(_HEADERS)}),
}
_REQUESTER: Final[Mapping[str, Shape]] = {
    **_PROVIDER_HEADERS,
    "Timeout": _SECONDS,
    "Authentication": _AUTHENTICATION,
    "Proxy": _PROXY,
    "SSL": _SSL,
    "X509": MapOf(Text()),
    "SSLNoHostnameVerification": _FLAG,
}
_SOAP: Final[Mapping[str, Shape]] = {
    "NameSpace": Text(),
    "NoNameSpace": _FLAG,
    "FixedNameSpacePrefix": Text(),
    "SOAPAction": _ANSWER,
    "SOAPActionScheme": Choice(
        ("NameSpaceSeparatorOperation", "SeparatorOperation", "Operation", "FreeText")
    ),
    "SOAPActionSeparator": Text(),
    "SOAPActionFreeText": Text(),
    "RequestNameScheme": Choice(("Plain", "Request", "Append")),
    "RequestNameFreeText": Text(),
    "ResponseNameScheme": Choice(("Response", "Plain", "Append", "Replace")),
    "ResponseNameFreeText": Text(),
    "Sort": Anything(),
    "Encoding": Text(),
    "Endpoint": Text(),
}
_ROUTE: Final = Keys(
    {
        "Route": Text(),
        "RequestMethod": ListOf(Text()),
        "ParserBackend": Text(),
        "ParserBackendParameter": Anything(),
    }
)
TRANSPORTS: Final[Mapping[tuple[str, str], Keys]] = MappingProxyType(
    {
        ("Provider", "HTTP::REST"): Keys(
            {
                **_PROVIDER_HEADERS,
                "MaxLength": WholeNumber("bytes"),
                "KeepAlive": _FLAG,
                "RouteOperationMapping": MapOf(_ROUTE),
            }
        ),
        ("Requester", "HTTP::REST"): Keys(
            {
                **_REQUESTER,
                "Host": Text(),
                "DefaultCommand": Choice(METHODS),
                "InvokerControllerMapping": MapOf(
                    Keys({"Controller": Text(), "Command": Choice(METHODS)})
                ),
                "ContentType": Choice(("JSON", "FORM", "XML")),
                "KeepAlive": _FLAG,
                "ReuseClient": _FLAG,
                "UnitTestHeaders": Anything(),
            }
        ),
        ("Provider", "HTTP::SOAP"): Keys(
            {**_SOAP, **_PROVIDER_HEADERS, "MaxLength": WholeNumber("bytes")}
        ),
        ("Requester", "HTTP::SOAP"): Keys({**_SOAP, **_REQUESTER}),
    }
)
"""The `Config` of a transport, by half and type."""

REQUIRED: Final[Mapping[tuple[str, str], tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        ("Provider", "HTTP::REST"): (
            ("RouteOperationMapping", "{NameOfOperation: {Route: /path/:Parameter}}"),
        ),
        ("Requester", "HTTP::REST"): (
            ("Host", "https://partner.example/api"),
            ("DefaultCommand", "GET"),
            ("Timeout", "'60'"),
        ),
        ("Provider", "HTTP::SOAP"): (("NameSpace", "urn:example:name"),),
        ("Requester", "HTTP::SOAP"): (
            ("NameSpace", "urn:example:name"),
            ("Endpoint", "https://partner.example/soap"),
            ("Timeout", "'60'"),
        ),
    }
)
"""Keys without which a transport cannot work, each with an example of its value."""

MAPPINGS: Final[Mapping[str, Keys]] = MappingProxyType(
    {
        # What stands behind the keys is checked by the mapping itself, with the reference's texts.
        "Simple": Keys(
            dict.fromkeys(
                ("KeyMapExact", "KeyMapRegEx", "KeyMapDefault", "ValueMap", "ValueMapDefault"),
                Anything(),
            )
        ),
        "XSLT": Keys(
            dict.fromkeys(
                (
                    "Template",
                    "DataInclude",
                    "PreRegExFilter",
                    "PostRegExFilter",
                    "PreRegExValueCounter",
                    "PostRegExValueCounter",
                    "ForceArray",
                    "KeepAttributes",
                ),
                Anything(),
            )
        ),
        "Tie": Keys(dict.fromkeys(("Source", "Mapping", "OnFailedField", "Values"), Anything())),
    }
)
"""The `Config` of a mapping, by type."""

# What stands behind its keys is checked by what reads it: engine.configuration.condition_check.
_CONDITION: Final = Keys({"ConditionLinking": Anything(), "Condition": Anything()})
EVENT: Final = Keys({"Event": Text(), "Asynchronous": _FLAG, "Condition": _CONDITION})

ERROR_HANDLER: Final = Keys(
    {
        "Type": Text(),
        "Description": Text(),
        "ErrorCode": Text(),
        "ErrorMessage": Text(),
        "ErrorMessageContentFilter": Text(),
        "StopAfterMatch": Choice(("backend", "all")),
        "InvokerFilter": ListOf(Text()),
        "OperationFilter": ListOf(Text()),
        "ErrorStageFilter": ListOf(Text()),
        "ScheduleRetry": _FLAG,
        "RetryIntervalStart": WholeNumber("seconds"),
        "RetryIntervalFactor": Choice(("2", "1.5", "1")),
        "RetryIntervalMax": WholeNumber("seconds"),
        "RetryCountMax": WholeNumber("attempts", low=1),
        "RetryPeriodMax": WholeNumber("seconds", low=1),
    }
)

CROSSTIE: Final = Keys(
    {
        # The word itself is checked apart: everything else depends on it.
        "Compatibility": Text(),
        "Limits": Keys(
            {"MaxDepth": WholeNumber("levels", low=1, high=MAX_DEPTH), "RatePerCaller": Text()}
        ),
        "Schemas": MapOf(Text()),
        "Credentials": ListOf(Choice(tuple(each.value for each in HeaderCredentials))),
        # Checked apart too: read wrongly it would lead tickets to another place.
        "Backend": Anything(),
    }
)

COMMON_STAGE_KEYS: Final = ("Type", "Description", "MappingInbound", "MappingOutbound")
HALF_KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Provider": ("Transport", "Operation", "ErrorHandling", "ErrorHandlingPriority"),
        "Requester": ("Transport", "Invoker", "ErrorHandling", "ErrorHandlingPriority"),
    }
)
TOP_KEYS: Final = (
    "Description",
    "RemoteSystem",
    "FrameworkVersion",
    "Name",
    "Debugger",
    "Provider",
    "Requester",
    "Crosstie",
)
DEBUGGER: Final = Keys({"DebugThreshold": Text(), "TestMode": _FLAG})
