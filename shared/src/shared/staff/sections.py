"""股室 (sections) on a given day: the name of each, which are open, and which took over the cases of another."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """A change of a section from a day on: its new name if any, whether it was closed, and into which it was merged."""

    since: date
    name: str | None = None
    merged_into: str | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Sections:
    """An agency's sections: id → its changes in the order of their days."""

    spans: Mapping[str, Sequence[Span]] = field(default_factory=dict)

    def name(self, section: str, day: date) -> str:
        """The name of a section on a day; for a section that was never opened, its id."""
        named = [span for span in self.spans.get(section, ()) if span.name]
        called = [span.name for span in named if span.since <= day] or [span.name for span in named[:1]]
        return called[-1] or section if called else section

    def is_open(self, section: str, day: date) -> bool:
        """Whether cases may be assigned to it on a day."""
        last = self._last(section, day)
        return last is not None and not last.gone

    def heir(self, section: str, day: date) -> str:
        """The section that handles its cases on a day: itself, or the last one in the chain of mergers."""
        last = self._last(section, day)
        return self.heir(last.merged_into, day) if last and last.merged_into else section

    def label(self, section: str, day: date) -> str:
        """The name of the section that handles its cases on a day; "" for no section."""
        return self.name(self.heir(section, day), day) if section else ""

    def labels(self, day: date) -> Mapping[str, str]:
        """The label of every section."""
        return {section: self.label(section, day) for section in self.spans}

    def names(self, day: date) -> Mapping[str, str]:
        """The name of every section on a day, by id."""
        return {section: self.name(section, day) for section in self.spans}

    def open_on(self, day: date) -> Mapping[str, str]:
        """The names of the sections that are open on a day, by id."""
        return {section: self.name(section, day) for section in self.spans if self.is_open(section, day)}

    def with_merged(self, sections: Collection[str], day: date) -> tuple[str, ...]:
        """These sections, and all sections whose cases they have taken over by a day."""
        merged = (each for each in self.spans if self.heir(each, day) in sections)
        return tuple(dict.fromkeys((*sections, *merged)))

    def _last(self, section: str, day: date) -> Span | None:
        past = [span for span in self.spans.get(section, ()) if span.since <= day]
        return past[-1] if past else None
