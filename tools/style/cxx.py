# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""C++ text: what is code, what is comment, what is literal."""

import re
from typing import NamedTuple

# Identifiers and numbers are tokens only so that a prefix (u8"...") or a digit
# separator (1'000) isn't taken for the start of something else.
_TOKEN = re.compile(
    r"""
    (?P<raw>(?:u8|u|U|L)?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
  | (?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
  | (?P<string>"(?:\\.|[^"\\\n])*")
  | (?P<number>\b\d(?:'?[\w.])*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<char>'(?:\\.|[^'\\\n])+')
    """,
    re.VERBOSE | re.DOTALL,
)
_NOT_NEWLINE = re.compile(r"[^\n]")
_INCLUDE = re.compile(
    r"""^[ \t]*\#[ \t]*include[ \t]*(?:"(?P<quoted>[^"\n]+)"|<(?P<angled>[^>\n]+)>)""",
    re.MULTILINE | re.VERBOSE,
)


class Include(NamedTuple):
    line: int
    path: str
    quoted: bool

    def __str__(self):
        return f'"{self.path}"' if self.quoted else f"<{self.path}>"


def blank(text: str) -> tuple[str, str]:
    """(code, code with literals), both as long as `text`, line by line.

    In the first the insides of literals are spaces too; the quotes stay.
    """

    def spaces(found: str) -> str:
        return _NOT_NEWLINE.sub(" ", found)

    def without_comment(match: re.Match) -> str:
        return spaces(match[0]) if match.lastgroup == "comment" else match[0]

    def without_literal(match: re.Match) -> str:
        found = match[0]
        if match.lastgroup == "comment":
            return spaces(found)
        if match["raw"] or match.lastgroup in ("string", "char"):
            return found[-1] + spaces(found[1:-1]) + found[-1]
        return found

    return _TOKEN.sub(without_literal, text), _TOKEN.sub(without_comment, text)


def includes(code_with_literals: str) -> list[Include]:
    found = []
    for match in _INCLUDE.finditer(code_with_literals):
        path = match["quoted"] or match["angled"]
        line = line_of(code_with_literals, match.end())
        found.append(Include(line, path, match["quoted"] is not None))
    return found


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def after_balanced(code: str, start: int, opening: str, closing: str) -> int:
    """The position after the bracket that closes the one at `start`.

    The end of the code when nothing closes it.
    """
    depth = 0
    for position in range(start, len(code)):
        if code[position] == opening:
            depth += 1
        elif code[position] == closing and code[position - 1] != "-":
            depth -= 1
            if depth == 0:
                return position + 1
    return len(code)
