# SPDX-License-Identifier: MIT
"""What the compiler's call graph leaves out: where calls through pointers go.

A call through a member (v->ops->destroy(v)) goes to all functions that the
sources ever give to this member of this struct, by an initializer or by an
assignment.  A call through a parameter goes to all functions that callers give
for it.  This reads C as this kernel is written, not all of C.
"""
import glob
import os
import re

# Not in the plain kernel, or made to break it.
NOT_THE_KERNEL = ('/sanitize/', '/test/break.c')

# Macros whose arguments initialize a struct.
INITIALIZING = {'LIFECYCLE_HOOK': 'lifecycle'}
STRUCT = re.compile(r'^struct (\w+) \{(.*?)^\}', re.M | re.S)
FUNCTION = re.compile(
    r'^(?P<head>[a-z_](?:[\w \t*\n]|\(\(\w+\)\))*?)\b(?P<name>\w+)\((?P<parameters>[^;{}]*?)\)'
    r'\s*\n\{\n(?P<body>.*?)^\}', re.M | re.S)
POINTER = r'\(\*(\w+)(?:\[\w*\])*\)\('


def blank(match):
    return re.sub(r'[^\n]', ' ', match.group())


def without_comments(text):
    """The same text, place by place, without comments and texts in it."""
    return re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\])\'', blank,
                  text, flags=re.S)


def closing(text, at):
    """Where the bracket at `at` is closed."""
    depth = 0
    for i in range(at, len(text)):
        if text[i] in '([{':
            depth += 1
        elif text[i] in ')]}':
            depth -= 1
            if depth == 0:
                return i
    raise ValueError('a bracket is not closed')


def split(text):
    """The parts between the commas that are in no brackets."""
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        if c in '([{':
            depth += 1
        elif c in ')]}':
            depth -= 1
        elif c == ',' and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    return parts + [text[start:]]


class Sources:
    def __init__(self, build, root):
        self.text, self.functions, self.fields, self.at = {}, {}, {}, {}
        self.pointers = {}  # struct -> its members that point to functions
        self.given = {}     # (struct, member) -> functions
        for pattern in (root + '/kernel/**/*.[ch]', root + '/arch/**/*.[ch]',
                        build + '/gen/**/*.[ch]'):
            for path in glob.glob(pattern, recursive=True):
                if any(part in path for part in NOT_THE_KERNEL):
                    continue
                if 'symbols' not in path:
                    self.read(path)
        for path in self.text:
            self.initializers(path)
            self.assignments(path)

    def read(self, path):
        with open(path) as f:
            text = self.text[path] = without_comments(f.read())
        for m in STRUCT.finditer(text):
            self.fields[m[1]] = dict(
                (name, kind) for kind, name in re.findall(
                    r'struct (\w+)\s*\**\s*(\w+)(?:\[\w*\])?[;,]', m[2]))
            self.pointers[m[1]] = re.findall(POINTER, m[2])
        self.at[path] = []
        for m in FUNCTION.finditer(text):
            self.functions.setdefault(m['name'], []).append((path, m))
            self.at[path].append(m)

    def header_says(self, pattern, what):
        """Does each header in which pattern is say what, in the lines about it?"""
        for path in self.text:
            if not path.endswith('.h'):
                continue
            with open(path) as f:
                text = f.read()
            for m in re.finditer(pattern, text, re.M):
                # From the last empty line to the declaration's end.
                lines = text[text.rfind('\n\n', 0, m.start()):m.end()]
                if not re.search(what, re.sub(r'[\s*]+', ' ', lines)):
                    return False
        return True

    def enclosing(self, path, at):
        for m in self.at[path]:
            if m.start() <= at < m.end():
                return m
        return None

    def functions_called(self, name, path):
        """name@file for static functions, as the graph has them."""
        here = [p for p, m in self.functions.get(name, []) if p == path]
        found = here or [p for p, m in self.functions.get(name, [])]
        return {(name, p) for p in found}

    def value(self, name, path, at, seen=()):
        """The functions that the expression `name` may stand for."""
        m = self.enclosing(path, at)
        for i, parameter in enumerate(split(m['parameters']) if m else ()):
            if re.search(r'\(\*%s\)\(' % name, parameter):
                key = m['name'], name
                return self.arguments(m['name'], i, seen + (key,)) \
                    if key not in seen else set()
        return self.functions_called(name, path)

    def arguments(self, function, index, seen):
        result = set()
        for path, text in self.text.items():
            for call in re.finditer(r'(?<![\w>.])%s\(' % function, text):
                end = closing(text, call.end() - 1)
                values = split(text[call.end():end])
                if index < len(values):
                    name = values[index].strip().lstrip('&')
                    if re.fullmatch(r'\w+', name):
                        result |= self.value(name, path, call.start(), seen)
        return result

    def give(self, struct, member, functions):
        self.given.setdefault((struct, member), set()).update(functions)

    def initializers(self, path):
        text = self.text[path]
        for m in re.finditer(r'struct (\w+)\s+\w+\s*(?:\[\w*\])*\s*=\s*\{',
                             text):
            self.initialize(m[1], path, m.end() - 1)
        for m in re.finditer(r'\(struct (\w+)\)\s*\{', text):
            self.initialize(m[1], path, m.end() - 1)
        for macro, struct in INITIALIZING.items():
            for m in re.finditer(r'^%s\(' % macro, text, re.M):
                self.initialize(struct, path, m.end() - 1)
        # Tables of nothing but pointers: called by the table's name.
        for m in re.finditer(r'(?:\(\*const (\w+)\[\w*\]\)\([^)]*\)|'
                             r'call_handler\s+(\w+)\[.*?\]) = \{', text):
            end = closing(text, m.end() - 1)
            for name in re.findall(r'\w+', text[m.end():end]):
                self.give(None, m[1] or m[2], self.functions_called(name, path))

    def initialize(self, struct, path, start):
        text = self.text[path][start:closing(self.text[path], start)]
        kinds = [struct] + list(self.fields.get(struct, {}).values())
        for member, name in re.findall(r'\.(\w+)\s*=\s*&?(\w+)', text):
            for kind in kinds:
                if member in self.pointers.get(kind, ()):
                    self.give(kind, member, self.value(name, path, start))
        for name in re.findall(r'(?<=[{,])\s*&?(\w+)(?=\s*[,}])', text):
            if name in self.functions:
                for kind in kinds:
                    for member in self.pointers.get(kind, ()):
                        self.give(kind, member,
                                  self.functions_called(name, path))

    def assignments(self, path):
        text = self.text[path]
        for m in re.finditer(r'([\w>.-]+?)(?:->|\.)(\w+) = &?(\w+);', text):
            struct = self.type_of(m[1], path, m.start())
            if struct and m[2] in self.pointers.get(struct, ()):
                self.give(struct, m[2], self.value(m[3], path, m.start()))
        for m in re.finditer(r'\b(\w+)\[\w+\] = (\w+);', text):
            self.give(None, m[1], self.value(m[2], path, m.start()))

    def type_of(self, expression, path, at):
        """The struct that `a->b.c` is, or points to."""
        parts = re.split(r'->|\.', re.sub(r'\[[^]]*\]', '', expression))
        m = None
        for m in re.finditer(r'struct (\w+)\s+(?:(?!struct)[^;(){}=])*?\b%s\b' %
                             parts[0], self.text[path][:at]):
            pass
        if not m:
            for text in self.text.values():
                m = m or re.search(r'extern (?:const )?struct (\w+) \*?%s\b' %
                                   parts[0], text)
        struct = m and m[1]
        for part in parts[1:]:
            struct = self.fields.get(struct, {}).get(part)
        return struct

    def called_at(self, path, line, column):
        """What is called at this place, and all functions that may be meant."""
        text = self.text[path]
        at = 0
        for _ in range(line - 1):
            at = text.index('\n', at) + 1
        at += column - 1
        call = re.compile(r'\w+(?:(?:->|\.)\w+|\[[^]]*\])*(?=\()')
        m = call.match(text, at)
        if not m:
            return None, set()
        found = self.called(m[0], path, at)
        if found or re.search(r'\W', m[0]):
            return m[0], found
        # A macro or another function, with the call among its arguments.
        for inner in call.finditer(text, at, closing(text, m.end())):
            if re.search(r'\W', inner[0]):
                found |= self.called(inner[0], path, at)
        return m[0], found

    def called(self, expression, path, at):
        expression = re.sub(r'\[[^]]*\]$', '', expression)
        object, _, member = expression.replace('->', '.').rpartition('.')
        if object:
            struct = self.type_of(object, path, at)
            return self.given.get((struct, member), set())
        if (None, member) in self.given:
            return self.given[None, member]
        m = self.enclosing(path, at)
        return self.value(member, path, at) if m and re.search(
            r'\(\*%s\)\(' % member, m['parameters']) else set()
