"""What a template may say between braces: fields, loops, conditions and a few filters.

In: nothing. Out: a sandboxed environment of Jinja that knows dictionaries, lists and texts only,
and Dutch sentences for what it refuses. Calls, attributes of Python, other files and raw markup do
not exist in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, filters, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS

_FILTERS = (
    *("capitalize", "count", "d", "default", "e", "escape", "first", "int", "join", "last"),
    *("length", "list", "lower", "map", "reject", "rejectattr", "replace", "reverse", "select"),
    *("selectattr", "sort", "string", "title", "trim", "unique", "upper"),
)
_TESTS = ("defined", "undefined", "equalto", "==", "eq", "ne", "!=", "in", "odd", "even", "none")
_NODES: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.Assign,
    nodes.Name,
    nodes.Const,
    nodes.List,
    nodes.Tuple,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Concat,
    nodes.Add,
    nodes.Sub,
    nodes.Neg,
    nodes.Keyword,
)
_NIET = {
    nodes.Include: "een ander bestand invoegen ({% include %})",
    nodes.Import: "een ander bestand gebruiken ({% import %})",
    nodes.FromImport: "een ander bestand gebruiken ({% from %})",
    nodes.Extends: "op een ander sjabloon verder bouwen ({% extends %})",
    nodes.Call: "een functie oproepen: haakjes ( ) na een naam",
    nodes.Macro: "een eigen functie maken ({% macro %})",
    nodes.ScopedEvalContextModifier: "de beveiliging uitzetten ({% autoescape %})",
    nodes.Mul: "vermenigvuldigen (*)",
    nodes.Pow: "machten (**)",
}
_TAG = "De code tussen accolades klopt niet. Kijk of elke {{ een }} heeft en elke {% een %}."


class Onbekend(StrictUndefined):
    """A field that does not exist, said in Dutch with what it may have been."""

    @property
    def _undefined_message(self) -> str:
        name = str(self._undefined_name)
        known = list(self._undefined_obj) if isinstance(self._undefined_obj, dict) else []
        near = get_close_matches(name, [str(one) for one in known], 1)
        hint = f" Bedoel je '{near[0]}'?" if near else " Kijk in de lijst met velden."
        return f"Het veld '{name}' bestaat hier niet.{hint}"


class Omgeving(ImmutableSandboxedEnvironment):
    """Only what stands in the tables above."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=Onbekend)
        self.filters = {name: filters.FILTERS[name] for name in _FILTERS}
        self.tests = {name: TESTS[name] for name in _TESTS}
        self.globals = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in _below(tree):
            self._check(node)
        return tree

    def _check(self, node: nodes.Node) -> None:
        hidden = isinstance(node, nodes.Getattr) and node.attr.startswith("_")
        name = isinstance(node, nodes.Name) and node.name.startswith("_")
        recursive = isinstance(node, nodes.For) and node.recursive
        if type(node) in _NODES and not (hidden or name or recursive):
            return
        what = next((said for kind, said in _NIET.items() if isinstance(node, kind)), "deze code")
        raise TemplateSyntaxError(f"Dit mag niet in een sjabloon: {what}.", node.lineno)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a dictionary, or what a loop knows of itself; nothing of Python."""
        if isinstance(obj, LoopContext) and not attribute.startswith("_"):
            return super().getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A key of a dictionary or a place in a list."""
        try:
            if isinstance(obj, dict) or (isinstance(obj, list) and isinstance(argument, int)):
                return obj[argument]
        except LookupError:
            pass
        return self.undefined(obj=obj, name=argument)


def _below(tree: nodes.Node) -> Iterable[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _below(child)


def dutch(error: BaseException) -> str:
    """Why it could not be filled in."""
    said = str(error)
    if isinstance(error, MemoryError):
        return "Dit sjabloon vraagt te veel geheugen. Maak de lussen eenvoudiger."
    if isinstance(error, RecursionError):
        return "Dit sjabloon is te ingewikkeld. Maak het eenvoudiger."
    if said.startswith(("Het veld", "Dit mag niet", "Er ")):
        return said
    for pattern, words in _SYNTAX:
        match = re.search(pattern, said)
        if match:
            return words.format(*match.groups())
    return _TAG


_SYNTAX = (
    (r"No filter named '(.+?)'", "De bewerking '{0}' bestaat niet of mag hier niet."),
    (r"No test named '(.+?)'", "De vraag 'is {0}' bestaat niet of mag hier niet."),
    (
        r"unknown tag '(endfor|endif|else|elif)'",
        "Er staat een {{% {0} %}} zonder begin: de {{% for %}} of {{% if %}} ervoor ontbreekt "
        "of is anders gesloten.",
    ),
    (r"unknown tag '(.+?)'", "De code '{0}' bestaat niet. Kijk in de lijst met velden."),
    (
        r"(?:innermost block that needs to be closed is|looking for the following tags).*?'(\w+)'",
        "Er is iets niet gesloten: er ontbreekt een {{% end… %}} bij '{0}'.",
    ),
    (r"not iterable", "Hier staat een lus over iets wat geen lijst is."),
    (r"concatenate|unsupported operand|not supported between", "Deze rekenbewerking kan niet."),
)
