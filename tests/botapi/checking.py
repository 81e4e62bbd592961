"""Whether a value is what the specification says it must be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from . import rules
from .complaints import Complaint, Path
from .kinds import Kind, ListOf, Named, OneOf, Plain
from .limits import size
from .spec import Field, Shape, Spec


@dataclass(frozen=True)
class Upload:
    """A file that came with the call, as the part of a multipart body called `name`."""

    name: str


@dataclass(frozen=True)
class Checker:
    """Reads values against `spec`. `uploads` names the files that came with the call."""

    spec: Spec
    uploads: frozenset[str] = field(default_factory=frozenset)

    def of_kind(self, kind: Kind, value: Any, at: Path = ()) -> list[Complaint]:
        match kind:
            case Plain(name):
                fits = self._fits(name, value)
                return [] if fits else [Complaint(at, f"must be of type {name}")]
            case ListOf(item):
                return list(self._of_list(item, value, at))
            case OneOf(kinds):
                return self._of_one(kinds, value, at)
            case Named(name):
                return self._of_type(self.spec.types[name], value, at)

    def of_shape(self, shape: Shape, value: Any, at: Path = ()) -> list[Complaint]:
        """A call's parameters, or an object's fields, one by one; then what the type forbids."""
        found = [*self._names(shape, value, at)]
        for name, part in value.items():
            if told := shape.fields.get(name):
                found += self._of_field(shape, told, part, (*at, name))
        return found or list(rules.complaints_of(shape.name, value, at))

    def _names(self, shape: Shape, value: Any, at: Path) -> Iterator[Complaint]:
        for name in value.keys() - shape.fields.keys():
            yield Complaint((*at, name), f"unknown in {shape.name}")
        for name, told in shape.fields.items():
            if told.required and name not in value:
                said = rules.PHRASES.get((shape.name, name), (None, None))[0]
                yield Complaint((*at, name), f"missing in {shape.name}", said)

    def _of_field(self, shape: Shape, told: Field, value: Any, at: Path) -> Iterable[Complaint]:
        if wrong := self.of_kind(told.kind, value, at):
            return wrong
        if told.only is not None and value != told.only:
            return [Complaint(at, f"must be {told.only!r}")]
        return list(_beyond(shape, told, value, at))

    def _of_list(self, item: Kind, value: Any, at: Path) -> Iterator[Complaint]:
        if not isinstance(value, list):
            yield Complaint(at, "must be of type Array")
            return
        for number, part in enumerate(value):
            yield from self.of_kind(item, part, (*at, number))

    def _of_type(self, shape: Shape, value: Any, at: Path) -> list[Complaint]:
        if shape.members:
            return self._of_one(shape.members, value, at)
        if shape.or_text and isinstance(value, str):
            return []
        if not isinstance(value, dict):
            return [Complaint(at, f"must be of type {shape.name}")]
        return self.of_shape(shape, value, at)

    def _of_one(self, kinds: Iterable[Kind], value: Any, at: Path) -> list[Complaint]:
        """Nothing if one of them fits; else what the likeliest of them says against it."""

        def unlikely(found: list[Complaint]) -> tuple[int, int]:
            near = [complaint for complaint in found if len(complaint.at) <= len(at) + 1]
            return len(near), len(found)

        return min((self.of_kind(kind, value, at) for kind in kinds), key=unlikely)

    def _fits(self, name: str, value: Any) -> bool:
        match name:
            case "Integer":
                return isinstance(value, int) and not isinstance(value, bool)
            case "Float":
                return isinstance(value, int | float) and not isinstance(value, bool)
            case "Boolean":
                return isinstance(value, bool)
            case "True":
                return value is True
            case "InputFile":
                return isinstance(value, Upload) or self._attached(value)
            case _:
                return isinstance(value, str)

    def _attached(self, value: Any) -> bool:
        return isinstance(value, str) and value.removeprefix("attach://") in self.uploads


def _beyond(shape: Shape, told: Field, value: Any, at: Path) -> Iterator[Complaint]:
    if (limit := told.limit) is None or limit.least <= size(limit.measure, value) <= limit.most:
        return
    little, much = rules.PHRASES.get((shape.name, told.name), (None, None))
    said = little if size(limit.measure, value) < limit.least else much
    yield Complaint(at, f"must be {limit.least}-{limit.most} {limit.measure.value}", said)
