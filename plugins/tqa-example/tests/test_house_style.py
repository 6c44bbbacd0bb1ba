"""What the desk's rules promise in their examples, they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import tqa_example
from tqa_example.measures import converted

from tqa.testing import assert_examples, rules_of

if TYPE_CHECKING:
    from tqa import Rule


@pytest.mark.parametrize("rule", rules_of(tqa_example), ids=lambda rule: rule.id)
def test_examples(rule: Rule) -> None:
    assert_examples(rule)


@pytest.mark.parametrize(("area", "shown"), [(200, "200"), (6.667, "about 6.7"), (576590, "about 580,000"), (4, "4")])
def test_converted_is_no_more_exact_than_its_source(area: float, shown: str) -> None:
    assert converted(area) == shown
