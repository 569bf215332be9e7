#!/usr/bin/env python3
"""Writes the words of the Kubernetes API that `snapshot --redact` leaves as they are.

Fields are those of the built-in types (pkg/kube/protobuf_table.inc), constants those that the Go types of
k8s.io/api and apimachinery declare; a constant has a capital letter, which no name of an object can have.
usage: hack/redact-words.py DIRECTORY_OF_K8S_IO_API...
"""
import pathlib
import re
import sys
import textwrap

TOP = pathlib.Path(__file__).resolve().parent.parent
CONSTANT = re.compile(r'^\s+\w+(?:\s+[\w.]+)?\s*=\s*"([A-Z][A-Za-z0-9]+)"', re.M)


def read_fields():
    return set(re.findall(r'KEY\("([^"]+)"\)', (TOP / "pkg/kube/protobuf_table.inc").read_text()))


def read_constants(directories):
    found = set()
    for directory in directories:
        for path in sorted(pathlib.Path(directory).rglob("*.go")):
            if not path.name.endswith("_test.go"):
                found.update(CONSTANT.findall(path.read_text()))
    return found


def write(name, what, words):
    lines = textwrap.wrap(", ".join(f'"{word}"' for word in sorted(words)), 98, break_long_words=False,
                          break_on_hyphens=False)
    text = f"/* Written by hack/redact-words.py: {what}. Do not edit. */\n" + "\n".join(lines) + ",\n"
    (TOP / "pkg/snapshot" / name).write_text(text)


def main():
    write("redact_fields.inc", "fields of built-in types, sorted by bytes", read_fields())
    write("redact_constants.inc", "constants of built-in types, sorted by bytes", read_constants(sys.argv[1:]))


if __name__ == "__main__":
    main()
