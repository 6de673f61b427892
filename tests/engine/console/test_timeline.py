"""How durations and data are shown."""

import pytest

from engine.console.timeline import _formatted, duration_text


@pytest.mark.parametrize(
    ("duration_us", "text"),
    [
        (0, "0 µs"),
        (999, "999 µs"),
        (1_000, "1 ms"),
        (12_440, "12.4 ms"),
        (999_499, "999 ms"),
        (999_999, "1 s"),
        (3_050_000, "3.05 s"),
        (61_000_000, "61 s"),
        (5_000_000_000, "5000 s"),
    ],
)
def test_durations_are_short_and_have_a_unit(duration_us: int, text: str) -> None:
    assert duration_text(duration_us) == text


@pytest.mark.parametrize(
    ("data", "form", "text"),
    [
        (None, "", None),
        ("plain", "Text", "plain"),
        ('{"n":12345678901234567890.10}', "JSON", '{\n  "n": 12345678901234567890.10\n}'),
        ("{no json", "Text", "{no json"),
        (
            "<?xml version='1.0'?><a><b x='1'>t</b><c/><d>\n</d></a>",
            "XML",
            "<?xml version='1.0'?>\n<a>\n  <b x='1'>t</b>\n  <c/>\n  <d>\n  </d>\n</a>",
        ),
        ("<a><b>", "XML", "<a>\n  <b>"),
        ("</a></a></a>", "XML", "</a>\n</a>\n</a>"),
    ],
)
def test_data_is_indented_without_changing_its_values(
    data: str | None, form: str, text: str | None
) -> None:
    assert _formatted(data) == (form, text)


def test_nesting_without_end_is_not_indented_without_end() -> None:
    form, text = _formatted("<a>" * 5_000)

    assert form == "XML"
    assert max(len(line) for line in (text or "").splitlines()) < 100


def test_json_nested_beyond_any_stack_is_shown_as_it_is() -> None:
    data = "[" * 20_000 + "]" * 20_000

    assert _formatted(data) == ("Text", data)
