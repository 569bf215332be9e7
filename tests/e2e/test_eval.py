#!/usr/bin/env python3
"""`eval`: values, what is not known, explanations, and what is wrong with the input."""
import json
import os
import tempfile
import unittest

from program import run, run_on_terminal

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 3
"""


class Values(unittest.TestCase):
    def value(self, *arguments, stdin=""):
        result = run("eval", *arguments, stdin=stdin)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout

    def test_every_kind_has_a_json_form(self):
        shown = json.loads(self.value(
            "[null, true, -1, 2u, 1.5, 'a', b'a', {1: 'x'}, timestamp('2024-01-02T03:04:05Z'), duration('90s'), int,"
            " optional.none(), optional.of(1), 1.0 / 0.0, quantity('1Ki'), ip('::1'), url('https://a/b'), semver('1.2.3')]"))
        self.assertEqual(shown, [None, True, -1, 2, 1.5, "a", "YQ==", {"1": "x"}, "2024-01-02T03:04:05Z", "90s", "int", None, 1,
                                 "Infinity", "1024", "::1", "https://a/b", "1.2.3"])

    def test_a_document_is_the_object(self):
        self.assertEqual(self.value("object.spec.replicas", "-f", "-", stdin=DEPLOYMENT), "3\n")

    def test_every_document_is_evaluated(self):
        self.assertEqual(self.value("object.a", "-f", "-", stdin="a: 1\n---\na: [2]\n"), "1\n[\n  2\n]\n")

    def test_variables(self):
        self.assertEqual(self.value("x.a + y", "--var", 'x={"a": 1}', "--var", "y=2"), "3\n")

    def test_a_clock(self):
        self.assertEqual(self.value("1 + 1", "--now", "2024-01-01T00:00:00Z"), "2\n")

    def test_libraries_and_environments(self):
        self.assertEqual(self.value("'%d'.format([1])", "--environment", "cel", "--library", "strings@1"), '"1"\n')


class Unknown(unittest.TestCase):
    def test_what_it_waits_for_and_what_is_left(self):
        result = run("eval", "object.spec.replicas == 3 && object.status.ready == params.max - 1", "-f", "-", "--unknown",
                     "object.status", "--unknown", "params", stdin=DEPLOYMENT)
        self.assertEqual((result.returncode, result.stderr), (3, ""))
        self.assertEqual(result.stdout, "unknown: 'object.status' and 'params' are not known\n"
                                        "waits for: object.status, params\n"
                                        "what is left: object.status.ready == params.max - 1\n")

    def test_an_object_without_a_document(self):
        result = run("eval", "object")
        self.assertEqual((result.returncode, result.stdout.splitlines()[0]), (3, "unknown: variable 'object' is not known"))

    def test_what_does_not_matter(self):
        result = run("eval", "object.a || true")
        self.assertEqual((result.returncode, result.stdout), (0, "true\n"))


class Explanations(unittest.TestCase):
    def test_values_under_their_places(self):
        result = run("eval", "object.spec.replicas > 1\n  && has(object.status)", "-f", "-", "--explain", stdin=DEPLOYMENT,
                     COLUMNS="60")
        self.assertEqual(result.returncode, 0)
        self.assertEqual(result.stdout, """\
object.spec.replicas > 1
|      |    |        |
|      |    3        true
|      {"replicas":3}
{"apiVersion", "kind", "metadata", "spec"}
  && has(object.status)
  |      |      |
  false  |      false
         {"apiVersion", "kind", "metadata", "spec"}

false
""")

    def test_no_line_is_wider_than_the_terminal(self):
        expression = " && ".join(f"size('{letter * 30}') == 30" for letter in "abcdef")
        for columns in (80, 120):
            shown = run_on_terminal("eval", "--explain", expression, columns=columns)
            self.assertIn("aaaa", shown)
            self.assertLessEqual(max(map(len, shown.splitlines())), columns)

    def test_costs_are_no_part_of_the_value(self):
        result = run("eval", "size([1, 2, 3].map(x, x * 2))", "--cost")
        self.assertEqual((result.returncode, result.stdout), (0, "3\n"))
        self.assertRegex(result.stderr, r"^cost: \d+ units; estimated at \d+ to \d+; allowed are 1000000\n$")


class Functions(unittest.TestCase):
    def test_all_and_one(self):
        everything = run("eval", "--functions")
        one = run("eval", "--functions", "charAt")
        self.assertEqual((everything.returncode, one.returncode), (0, 0))
        self.assertIn("string.charAt(int) -> string", one.stdout)
        self.assertNotIn("startsWith", one.stdout)
        self.assertGreater(len(everything.stdout), 20 * len(one.stdout))

    def test_of_an_environment(self):
        self.assertNotIn("quantity(", run("eval", "--functions", "--environment", "cel").stdout)

    def test_a_name_that_is_none(self):
        result = run("eval", "--functions", "charrAt")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("'charrAt'", result.stderr)


class BadInput(unittest.TestCase):
    def refused(self, *arguments, stdin=""):
        result = run("eval", *arguments, stdin=stdin)
        self.assertEqual((result.returncode, result.stdout), (2, ""), result.stderr)
        return result.stderr

    def test_an_expression_that_does_not_compile_is_shown_with_a_caret(self):
        self.assertEqual(self.refused("1 +\n foo"), "plimsoll eval: expression:2:2: undeclared reference to 'foo'\n"
                                                    " |  foo\n | .^\n")

    def test_every_issue_is_told(self):
        self.assertEqual(self.refused("foo + bar").count("undeclared reference"), 2)

    def test_an_evaluation_that_fails_names_the_document_and_the_place(self):
        self.assertRegex(self.refused("object.spec.none", "-f", "-", stdin=DEPLOYMENT),
                         r"^plimsoll eval: standard input:1:1: expression:1:12: no such key: none\n \| object\.spec\.none\n")

    def test_one_that_costs_too_much_names_the_expression_and_the_limit(self):
        self.assertEqual(self.refused("lists.range(100000).map(x, lists.range(1000)).size()"),
                         "plimsoll eval: expression 'lists.range(100000).map(x, lists.range(1000)).size()' needs more than its "
                         "limit of 1000000 cost units\n")

    def test_the_other_documents_are_evaluated_all_the_same(self):
        result = run("eval", "object.a", "-f", "-", stdin="b: 1\n---\na: 2\n")
        self.assertEqual((result.returncode, result.stdout), (2, "2\n"))

    def test_files(self):
        self.assertIn("/nonexistent", self.refused("1", "-f", "/nonexistent"))
        self.assertIn("standard input: there is no document", self.refused("1", "-f", "-"))
        self.assertRegex(self.refused("1", "-f", "-", stdin="a: [\n"), r"standard input:2:1: ")
        with tempfile.TemporaryDirectory() as directory:
            self.assertIn(directory, self.refused("1", "-f", directory))

    def test_variables(self):
        self.assertRegex(self.refused("x", "--var", 'x={"a": }'), r"--var x: value: JSON is malformed at byte 6")
        self.assertIn("NAME=JSON is expected", self.refused("x", "--var", "x"))
        self.assertIn("'x' has two values", self.refused("x", "--var", "x=1", "--var", "x=2"))
        self.assertIn("'object' has two values", self.refused("1", "--var", "object=1", "-f", "-", stdin=DEPLOYMENT))

    def test_attributes(self):
        self.assertIn("--unknown 'object.': 8: ", self.refused("1", "--unknown", "object."))
        self.assertIn("--unknown '*': 1: ", self.refused("1", "--unknown", "*"))

    def test_environments_and_libraries(self):
        self.assertRegex(self.refused("1", "--environment", "kubernets"), r"'kubernets'.*did you mean 'kubernetes'")
        self.assertRegex(self.refused("1", "--library", "strngs"), r"'strngs'.*'strings'")

    def test_arguments(self):
        self.assertIn("EXPRESSION", self.refused())
        self.assertIn("'2'", self.refused("1", "2"))

    def test_bytes_that_are_no_expression(self):
        self.assertIn("1:1: ", self.refused(os.fsdecode(b"\xff\xfe")))
        self.assertIn("longer than 65536 bytes", self.refused("1" + " " * 65536))
        self.assertIn("nested more than", self.refused("(" * 300 + "1" + ")" * 300))


if __name__ == "__main__":
    unittest.main(verbosity=2)
