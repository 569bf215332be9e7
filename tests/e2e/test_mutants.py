"""Every expression that decides in a built-in policy is missed by one of the policy's cases when it is gone.

usage: test_mutants.py [--operands] [POLICY...]: of those alone; with the operands of && and || too, one at a time, which is only told
"""
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import program

POLICIES = os.path.join(program.ROOT, "policies")
SECTION = re.compile(r"  (matchConditions|validations):\s*$")
PLAIN = r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^'"\s,}][^,}]*"""
INLINE = re.compile(rf"(\bexpression: )({PLAIN})")
OWN_LINE = re.compile(r"(\s*(?:- )?)expression: (.*)$")
FOLDED = re.compile(r"[>|][-+]?$")


class Mutant:
    """A policy whose expression at one place is another. text: the policy's; begin, end: the expression with its key"""

    def __init__(self, policy, text, begin, end, expression, instead="true"):
        self.policy = policy
        self.text = text[:begin] + "expression: '" + instead.replace("'", "''") + "'" + text[end:]
        self.line = text.count("\n", 0, begin) + 1
        self.expression = expression
        self.instead = instead

    def __str__(self):
        change = "" if self.instead == "true" else f"  ->  {self.instead}"
        return f"{self.policy}:{self.line}: {self.expression}{change}"


def scalar(text):
    """What a quoted or plain scalar of YAML says, on one line."""
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text.strip()


def expressions(text):
    """(begin, end, expression) of each that decides: of match conditions and of validations."""
    inside, at = False, 0
    lines = text.splitlines(keepends=True)
    for i, line in enumerate(lines):
        if SECTION.match(line):
            inside = True
        elif re.match(r"  \S", line):
            inside = False
        own = OWN_LINE.match(line) if inside else None
        inline = INLINE.search(line) if inside and not own else None
        if own and FOLDED.search(own[2]):
            depth, rest = len(own[1]), []
            for following in lines[i + 1:]:
                if following.strip() and len(following) - len(following.lstrip()) <= depth:
                    break
                rest.append(following)
            yield at + len(own[1]), at + len(line) + sum(map(len, rest)) - 1, " ".join(part.strip() for part in rest).strip()
        elif own:
            yield at + len(own[1]), at + len(line.rstrip("\n")), scalar(own[2])
        elif inline:
            yield at + inline.start(), at + inline.end(), scalar(inline[2])
        at += len(line)


def operands(expression):
    """The operands of the outermost && or ||, with the operator; nothing when there is none, or both."""
    parts, depth, quote, begin, i = [], 0, None, 0, 0
    found = set()
    while i < len(expression):
        c = expression[i]
        if quote:
            i += c == "\\"
            quote = None if c == quote else quote
        elif c in "'\"":
            quote = c
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        elif depth == 0 and c == "?" and expression[i - 1:i] == " ":
            return [], ""
        elif depth == 0 and expression[i:i + 2] in ("&&", "||"):
            found.add(expression[i:i + 2])
            parts.append(expression[begin:i].strip())
            i += 1
            begin = i + 1
        i += 1
    return (parts + [expression[begin:].strip()], found.pop()) if len(found) == 1 else ([], "")


def mutants(policy, text, with_operands=False):
    for begin, end, expression in expressions(text):
        if expression != "true":
            yield Mutant(policy, text, begin, end, expression)
        parts, operator = operands(expression) if with_operands else ([], "")
        for part in parts:
            rest = f" {operator} ".join(other for other in parts if other is not part)
            yield Mutant(policy, text, begin, end, expression, rest)


def noticed(batch):
    """Of mutants of different policies, by the directories of those: which policies have a case that fails."""
    with tempfile.TemporaryDirectory() as work:
        for directory, mutant in batch.items():
            copy = os.path.join(work, mutant.policy)
            shutil.copytree(directory, copy)
            with open(os.path.join(copy, "policy.yaml"), "w") as file:
                file.write(mutant.text)
        result = subprocess.run([program.PLIMSOLL, "test", work], stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, check=False)
    if result.returncode not in (0, 1):
        raise AssertionError(result.stderr)
    return set(re.findall(r"(?m)^FAIL (\S+) ", result.stdout))


def survivors(names=(), with_operands=False):
    """(the mutants that no case notices, how many there are)"""
    found = {}
    for directory, _, files in sorted(os.walk(POLICIES)):
        name = os.path.basename(directory)
        if "policy.yaml" in files and (not names or name in names):
            with open(os.path.join(directory, "policy.yaml")) as file:
                found[directory] = list(mutants(name, file.read(), with_operands))
    batches = []  # the i-th of each policy: few runs of many policies
    for i in range(max(map(len, found.values()), default=0)):
        batches.append({directory: each[i] for directory, each in found.items() if len(each) > i})
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        known = list(pool.map(noticed, batches))
    alive = [mutant for batch, policies in zip(batches, known) for mutant in batch.values() if mutant.policy not in policies]
    return sorted(alive, key=str), sum(map(len, batches))


class Mutants(unittest.TestCase):
    def test_every_expression_that_decides_is_missed_by_a_case(self):
        alive, count = survivors()
        print(f"{count} mutants", flush=True)
        self.assertGreater(count, 50)
        self.assertEqual([str(mutant) for mutant in alive], [], "no case notices when these are true")

    def test_an_expression_is_found_however_it_is_written(self):
        text = ("spec:\n  matchConditions:\n    - {name: a, expression: '!a.b', x: 1}\n    - {name: b, expression: c == \"d\"}\n  validations:\n"
                "    - expression: >-\n        one\n        || two\n      message: m\n    - each: [1]\n      expression: item > 0\n"
                "      field: \"x\"\n  params: {expression: no}\n")
        self.assertEqual([e for _, _, e in expressions(text)], ["!a.b", "c == \"d\"", "one || two", "item > 0"])
        self.assertIn("    - expression: 'true'\n      message: m\n", list(mutants("p", text))[2].text)

    def test_operands_are_taken_away_one_at_a_time(self):
        self.assertEqual(operands("a(b || c) && 'd && e' == f && g"), (["a(b || c)", "'d && e' == f", "g"], "&&"))
        self.assertEqual(operands("a && b || c"), ([], ""))


if __name__ == "__main__":
    if len(sys.argv) == 1:
        unittest.main(verbosity=2)
    left, of = survivors([name for name in sys.argv[1:] if name != "--operands"], "--operands" in sys.argv)
    print(*left, f"{len(left)} of {of} mutants are noticed by no case", sep="\n")
