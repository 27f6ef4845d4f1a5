# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""Finds the functions of a C++ file and how long they are.

No parser: it follows braces through code whose comments and literals are
blanked, and tells from the text before a brace what it opens. Inside a function
everything counts towards it, lambdas and local classes too. Bodies that a macro
defines aren't seen. Of `#if ... #else` each branch starts from the same state,
so that both may open the same function.
"""

import re
from typing import NamedTuple

_EVENT = re.compile(
    r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*|[{}();\[\]]", re.MULTILINE
)
_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*(\w*)")
_ATTRIBUTE = re.compile(r"\[\[.*?\]\]")
_ACCESS = re.compile(r"\b(?:public|private|protected)\s*:(?!:)")
_OPERATOR = re.compile(r"\boperator\s*(?:\(\s*\)|\[\s*\]|[^\w\s(]+)")
_QUALIFIERS = re.compile(
    r"(?:\s*(?:\b(?:const|volatile|noexcept|override|final|mutable|try)\b|&))+$"
)
# A `[` that follows an operand is a subscript or an array, not a lambda.
_LAMBDA = re.compile(
    r"(?:^|[=(,{&|?:\x01]|\breturn)\s*\[[^\[\]]*\]\s*(?:<.*>\s*)?(?:\(.*\))?"
    r"(?:\s*(?:mutable|constexpr|noexcept|static))*(?:\s*->[^;={}]*)?\s*$"
)
_TYPE = re.compile(
    r"^(?:(?:template|typedef|export|static|inline|constexpr|const)\s*)*"
    r"(?:class|struct|union|enum)\b"
)
_ASSIGNMENT = re.compile(r"(?<![=!<>+\-*/%&|^])=(?!=)")
_FUNCTION_TAIL = re.compile(r"\)[^:]*->|\)\s*requires\b|\)(?:\s+[A-Z][A-Z_]+)+$")
_INITIALIZERS = re.compile(r"\)[^:]*:(?!:)")
# Stands for a braced initializer in the text before a later brace.
_BRACED = "\x01"


class Function(NamedTuple):
    name: str
    line: int  # of the opening brace
    line_count: int  # from there to the closing brace, both counted


class _Scope(NamedTuple):
    kind: str  # namespace, type, function, lambda, initializer, block
    name: str
    line: int
    head: str  # what came before the brace
    depth: int  # of parentheses there


def functions(code: str) -> list[Function]:
    """The functions of `code`, by line. REQUIRES: blanked by cxx.blank."""
    return _Scanner(code).run()


class _Scanner:
    def __init__(self, code: str):
        self._code = code
        self._line = 1
        self._scopes: list[_Scope] = []
        self._head = ""
        self._depth = 0
        self._branches = []  # the state at each `#if` that is open
        self._found: dict[int, Function] = {}  # by position of the brace's line

    def run(self) -> list[Function]:
        last = 0
        for event in _EVENT.finditer(self._code):
            between = self._code[last : event.start()]
            self._line += between.count("\n")
            text = event[0]
            if not self._in_function():
                self._head += between
            if text.lstrip().startswith("#"):
                self._directive(_DIRECTIVE.match(text)[1])
            elif text == "{":
                self._open()
            elif text == "}":
                self._close()
            else:
                self._bracket(text)
            self._line += text.count("\n")
            last = event.end()
        return [self._found[line] for line in sorted(self._found)]

    def _in_function(self) -> bool:
        return bool(self._scopes) and self._scopes[-1].kind in (
            "function",
            "lambda",
            "block",
        )

    def _bracket(self, text: str):
        if self._in_function():
            return
        if text == ";" and self._depth == 0:
            self._head = ""
            return
        self._head += text
        if text in "([":
            self._depth += 1
        elif text in ")]":
            self._depth = max(0, self._depth - 1)

    def _open(self):
        if self._in_function():
            scope = _Scope("block", "", self._line, "", 0)
        else:
            head = " ".join(self._head.split())
            kind = classify(head, self._depth)
            scope = _Scope(
                kind, _name(head), self._line, self._head, self._depth
            )
        self._scopes.append(scope)
        self._head, self._depth = "", 0

    def _close(self):
        if not self._scopes:
            return
        scope = self._scopes.pop()
        if scope.kind in ("function", "lambda"):
            count = self._line - scope.line + 1
            before = self._found.get(scope.line)
            if not before or before.line_count < count:
                found = Function(scope.name, scope.line, count)
                self._found[scope.line] = found
        if scope.kind in ("lambda", "initializer"):
            self._head = scope.head + _BRACED
            self._depth = scope.depth
        elif scope.kind != "block":
            self._head, self._depth = "", 0

    def _directive(self, word: str):
        if word in ("if", "ifdef", "ifndef"):
            state = (list(self._scopes), self._head, self._depth)
            self._branches.append(state)
        elif word in ("else", "elif", "elifdef", "elifndef"):
            if self._branches:
                scopes, self._head, self._depth = self._branches[-1]
                self._scopes = list(scopes)
        elif word == "endif" and self._branches:
            self._branches.pop()


def classify(head: str, depth: int) -> str:
    """What the brace after `head` opens, outside of any function.

    `head` is the text since the last statement or declaration, on one line;
    `depth` says how many parentheses of it are open.
    """
    head = _ATTRIBUTE.sub(" ", head)
    head = _ACCESS.sub(" ", head)
    head = _OPERATOR.sub("operator_", head).strip()
    if _LAMBDA.search(head):
        return "lambda"
    if depth > 0:
        return "initializer"
    head = _collapse(head)
    if re.search(r"\bnamespace\b", head) or re.fullmatch(
        r'extern\s*"\s*"', head
    ):
        return "namespace"
    tail = _QUALIFIERS.sub("", head)
    if _ASSIGNMENT.search(head):
        return "initializer"
    if _TYPE.match(head):
        return "function" if tail.endswith(")") else "type"
    if tail.endswith(")") or _FUNCTION_TAIL.search(head):
        return "function"
    if tail.endswith(_BRACED) and _INITIALIZERS.search(head):
        return "function"
    return "initializer"


def _collapse(head: str) -> str:
    """Without the insides of parentheses, without template arguments."""
    for pattern, instead in ((r"\(([^()]+)\)", "()"), (r"<[^<>]*>", " ")):
        before = None
        while before != head:
            before = head
            head = re.sub(pattern, instead, head)
    return " ".join(head.split())


def _name(head: str) -> str:
    head = _ATTRIBUTE.sub(" ", head).strip()
    test = re.match(r"([A-Z][A-Z_]+\(\s*\w+\s*(?:,\s*\w+\s*)?\))", head)
    if test:
        return test[1]
    match = re.search(r"(operator\s*(?:\(\s*\)|[^\w\s(]+)|[\w:~]+)\s*\(", head)
    return match[1] if match else "(lambda)"
