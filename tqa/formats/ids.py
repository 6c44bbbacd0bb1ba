"""Names of the segments of a document: no two are the same."""

from __future__ import annotations


class Ids(dict[str, int]):
    """The ids that are taken, each with how many wanted it."""

    def unique(self, name: str) -> str:
        """The name, or one like it ("7#2") where it is taken; it is taken from now on."""
        if name in self:
            number = self[name] + 1
            while f"{name}#{number}" in self:
                number += 1
            self[name] = number
            name = f"{name}#{number}"
        self[name] = 1
        return name
