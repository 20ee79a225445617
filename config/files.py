"""Reading a YAML file into a strict model, with errors that name file, line and key."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from config.errors import ConfigError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """Base of every configuration model: frozen, and a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def load_yaml(path: Path, model: type[Model]) -> Model:
    """The file's content as ``model``.

    Raises:
        ConfigError: the file is missing, is not YAML, repeats a key, or breaks the model; names the
            first offending line and key.
    """
    node = _compose(path)
    data = _construct(path, node)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _explain(path, node, model, error.errors()) from error


def _compose(path: Path) -> yaml.Node:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise ConfigError(path, "file", "an existing file", "none") from error
    except UnicodeDecodeError as error:
        raise ConfigError(path, f"byte {error.start}", "UTF-8 text", "other bytes") from error
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ConfigError(path, f"line {line}", "valid YAML", error.problem or "?") from error
    if not isinstance(node, yaml.MappingNode):
        raise ConfigError(path, "line 1", "keys with values", "an empty file or a bare value")
    _refuse_repeated_keys(path, node)
    return node


def _refuse_repeated_keys(path: Path, node: yaml.Node) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                place = f"line {key.start_mark.line + 1}, key {key.value}"
                raise ConfigError(path, place, "each key once", "the key a second time")
            seen.add(key.value)
            _refuse_repeated_keys(path, value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeated_keys(path, item)


def _construct(path: Path, node: yaml.Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ConfigError(
            path, f"line {line}", "plain YAML values", error.problem or "?"
        ) from error
    except ValueError as error:
        raise ConfigError(path, "file", "valid dates and numbers", str(error)) from error
    finally:
        loader.dispose()


def _explain(
    path: Path, node: yaml.Node, model: type[BaseModel], errors: Sequence[ErrorDetails]
) -> ConfigError:
    # An unknown key usually is a typo of one that is then missing too: name the typo.
    first = next((e for e in errors if e["type"] == "extra_forbidden"), errors[0])
    location = first["loc"]
    place = (
        f"line {_line(node, location)}, key {'.'.join(str(part) for part in location) or '(all)'}"
    )
    if first["type"] == "extra_forbidden":
        missing = [str(e["loc"][-1]) for e in errors if e["type"] == "missing"]
        return ConfigError(path, place, _expected_key(model, location, missing), "an unknown key")
    found = "nothing" if first["type"] == "missing" else repr(first["input"])[:80]
    return ConfigError(path, place, first["msg"].removeprefix("Value error, "), found)


def _expected_key(
    model: type[BaseModel], location: tuple[int | str, ...], missing: Sequence[str]
) -> str:
    known = list(missing) or _field_names(model)
    close = difflib.get_close_matches(str(location[-1]), known, n=1, cutoff=0.5)
    return f"`{close[0]}`" if close else "one of " + ", ".join(f"`{name}`" for name in known)


def _field_names(model: type[BaseModel]) -> list[str]:
    names = list(model.model_fields)
    for field in model.model_fields.values():
        for candidate in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                names.extend(_field_names(candidate))
    return names


def _line(node: yaml.Node, location: tuple[int | str, ...]) -> int:
    """The line of the deepest part of ``location`` that stands in the file, counted from 1."""
    line = node.start_mark.line + 1
    for part in location:
        child = _child(node, part)
        if child is None:
            break
        line, node = child
    return line


def _child(node: yaml.Node, part: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item = node.value[part]
        return item.start_mark.line + 1, item
    return None
