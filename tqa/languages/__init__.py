"""What a language needs beyond the core: detection, and data such as syllables and names of places."""

from __future__ import annotations

from tqa import hookimpl


@hookimpl(trylast=True)
def tqa_detect_language(text: str) -> str | None:
    from tqa.text import language

    return language(text)
