"""Expressions about objects, made up: they look at fields that some of the objects have, in every way that the type of one invites, so that on
other objects they err in as many. Nothing in them depends on the order of a map's keys. The same seed gives the same expressions."""
import json
import random
import re

# What differs from one request to the next; the names that keep policies apart; what a server adds only when it reads an object back.
VOLATILE = {"status", "sessionAffinity", "uid", "creationTimestamp", "managedFields", "time", "name", "resourceVersion", "clusterIP", "clusterIPs", "nodePort", "healthCheckNodePort",
            "kubernetes.io/metadata.name", "controller-uid", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name", "job-name"}
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
RESERVED = {"in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var",
            "void", "while", "true", "false", "null"}


def literal(value):
    """As CEL: strings in single quotes, so that documents in JSON stay readable."""
    if isinstance(value, str):
        return "'" + json.dumps(value, ensure_ascii=False)[1:-1].replace("'", "\\'").replace('\\"', '"') + "'"
    return json.dumps(value)


class Expressions:
    def __init__(self, seed, objects):
        self.random = random.Random(seed)
        self.objects = objects

    def one(self, *choices):
        return self.random.choice(choices)

    def step(self, key):
        if isinstance(key, int):
            return f"[{key}]"
        if NAME.match(key) and key not in RESERVED:
            return f".{key}"
        return f"[{literal(key)}]"

    def field(self):
        """A place in one of the objects: (expression, its value)."""
        value, text = self.random.choice(self.objects), "object"
        for _ in range(self.one(1, 2, 3, 4, 5, 6)):
            if isinstance(value, dict):
                keys = [key for key in value if key not in VOLATILE]
                key = self.random.choice(keys) if keys else None
            elif isinstance(value, list):
                key = self.random.randrange(len(value)) if value else None
            else:
                key = None
            if key is None:
                break
            value, text = value[key], text + self.step(key)
        return text, value

    def absent(self, text):
        """The same, where it need not be there."""
        parts = re.split(r"\.(?=[A-Za-z_])", text)
        return ".?".join(parts)

    def about_text(self, field, value):
        cut = self.one(0, 1, 2, len(value))
        return self.one(
            f"{field} == {literal(value)}", f"{field} != {literal(value[:cut])}", f"{field}.startsWith({literal(value[:cut])})",
            f"{field}.endsWith({literal(value[-1:])})", f"{field}.contains({literal(value[cut:cut + 2])})", f"{field}.matches('^[a-z0-9.-]+$')",
            f"{field}.size() > {cut}", f"{field} in ['a', {literal(value)}]", f"{field} < {literal(self.one('a', 'm', ''))}", f"int({field}) > 3",
            f"double({field}) >= 0.5", f"quantity({field}).isGreaterThan(quantity('1'))", f"isQuantity({field})", f"{field} + 'x' == 'x'",
            f"{field}.split('-')[{cut}] != ''", f"duration({field}) > duration('1m')", f"timestamp({field}) < timestamp('2030-01-01T00:00:00Z')",
            f"{field}.lowerAscii() == {field}", f"{field}.substring({cut}) != ''", f"{field}.charAt({cut}) == 'a'", f"semver({field}).major() > 0",
            f"ip({field}).family() == 4", f"url({field}).getHost() == ''", f"cidr({field}).prefixLength() > 8", f"bool({field})",
            f"{field}.indexOf('e') > 0", f"{field}.replace('e', '') == {field}", f"{field}.find('[0-9]+') != ''", f"{field} > 3", f"{field}.trim() != ''",
            f"string({field}).size() < 4", f"{field}.findAll('[a-z]').size() > 2", f"bytes({field}).size() == {field}.size()", f"{field}[0] == 'a'",
            f"!format.dns1123Label().validate({field}).hasValue()", f"{field}.upperAscii().contains('A')", f"-{field} == 0", f"!{field}")

    def about_number(self, field, value):
        return self.one(
            f"{field} == {value}", f"{field} > {self.one(0, 1, value)}", f"{field} % 2 == 1", f"{field} / {self.one(0, 2)} >= 1",
            f"{field} * 9223372036854775807 > 0", f"{field} + 1 <= {value}", f"{field} == '{value}'", f"{field} > 1.5", f"string({field}) == '{value}'",
            f"-{field} < 0", f"{field} in [1, 3, {value}]", f"double({field}) / 2.0 > 1.0", f"{field} - 1 != 0", f"uint({field}) > 1u", f"{field} < 'a'",
            f"{field}.size() > 1", f"{field}.startsWith('1')", f"[{field}, 1].max() > 1", f"{field} ? true : false", f"{field} && true",
            f"{field} != null", f"type({field}) == int", f"{field} + '1' == '11'", f"timestamp({field}) > timestamp(0)", f"{field} + 1.5 > 1.0")

    def about_flag(self, field):
        return self.one(field, f"!{field}", f"{field} == true", f"{field} ? object.kind != 'Pod' : true", f"{field} || false", f"string({field}) == 'true'",
                        f"{field} && object.metadata.labels.app == 'web'", f"{field} > 0", f"{field} != 'true'", f"int({field}) == 1")

    def about_list(self, field, value):
        item = self.random.choice(value) if value else "x"
        inner = self.about("x", item) if not isinstance(item, (list, dict)) else self.about_part(item)
        return self.one(
            f"{field}.all(x, {inner})", f"{field}.exists(x, {inner})", f"{field}.exists_one(x, {inner})", f"{field}.filter(x, {inner}).size() > 0",
            f"{field}.map(x, {inner}).exists(y, y)", f"{field}.size() > 1", f"{field}[{self.one(0, 1, 2)}] != null", f"{field} != []",
            f"{literal('x')} in {field}", f"({field} + [1]).size() > 2", f"{field}.isSorted()", f"{field}.sum() > 1", f"{field}.min() != null",
            f"{field}.indexOf('x') >= 0", f"{field}.all(i, x, i < 2)", f"sets.contains({field}, ['x'])", f"{field}.join(',') != ''", f"{field}[-1] == null",
            f"{field}.slice(0, 1).size() == 1", f"{field}.distinct().size() == {field}.size()", f"{field}.flatten().size() > 1", f"{field}.x == 1",
            f"{field}['x'] == 1", f"has({field}.x)", f"{field} == {field} + []", f"{field}.first().hasValue()", f"{field} < 1", f"{field}[?0].hasValue()")

    def about_part(self, item):
        """An item that is a map, or a list."""
        if not isinstance(item, dict) or not item:
            return "x.size() > 0"
        key = self.random.choice(sorted(item))
        return self.one(self.about(f"x{self.step(key)}", item[key]), f"has(x.{key})" if NAME.match(key) and key not in RESERVED else f"{literal(key)} in x")

    def about_map(self, field, value):
        key = self.random.choice(sorted(value)) if value else "app"
        at = f"{field}{self.step(key)}"
        return self.one(
            f"{literal(key)} in {field}", f"{field}.size() > 1", f"{field}.all(k, k.size() > 2)", f"{field}.exists(k, k == {literal(key)})", f"{at} != null",
            f"{field}[{literal(key)}] == {field}[{literal(key)}]", f"{field} != {{}}", f"has({field}.app)", f"{field}.map(k, k).sort().join() != ''",
            f"{field}.app == 'web'", f"{field}[0] == 1", f"{field} in [{{}}]", f"{field} + {{}} == {{}}", f"{field} == null", f"{field}.startsWith('a')",
            f"{field}[?{literal(key)}].orValue('x') == 'x'", f"{field}.transformList(k, v, k).size() > 1", f"{field}.filter(k, k > 'c').size() > 1", f"{field} > 1",
            f"!{field}", f"{field}.exists_one(k, k.contains('a'))", f"{field}[1.5] == 2", f"{field} ? true : false")

    def about(self, field, value):
        if isinstance(value, bool):
            return self.about_flag(field)
        if isinstance(value, (int, float)):
            return self.about_number(field, value)
        if isinstance(value, str):
            return self.about_text(field, value[:12] if value.isascii() else value)
        if isinstance(value, list):
            return self.about_list(field, value)
        if isinstance(value, dict):
            return self.about_map(field, value)
        return self.one(f"{field} == null", f"{field}.size() > 0", f"{field} != 'x'", f"!{field}", f"{field} + 1 > 0")

    def simple(self):
        field, value = self.field()
        guarded = self.random.random()
        if guarded < 0.15 and re.search(r"\.[A-Za-z_0-9]+$", field) and not isinstance(value, (dict, list)):
            return f"!has({field}) || {self.about(field, value)}"
        if guarded < 0.3:
            return self.about(f"{self.absent(field)}.orValue({literal(value) if isinstance(value, (str, int, bool)) else 'null'})", value)
        return self.about(field, value)

    def expression(self):
        shape = self.random.random()
        if shape < 0.6:
            return self.simple()
        if shape < 0.75:
            return f"{self.simple()} && {self.simple()}"
        if shape < 0.9:
            return f"{self.simple()} || {self.simple()}"
        return f"({self.simple()}) ? {self.simple()} : {self.simple()}"

    def policy(self, name):
        """One with a single validation."""
        validation = {"expression": self.expression()}
        shown, value = self.field()
        if self.random.random() < 0.3 and not isinstance(value, (dict, list)):  # those may hold what is volatile
            validation["messageExpression"] = f"'%s'.format([{shown}])"
        spec = {"matchConstraints": {"resourceRules": [{"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["CREATE"], "resources": ["*"]}]},
                "validations": [validation]}
        if self.random.random() < 0.2:
            spec["failurePolicy"] = "Ignore"
        if self.random.random() < 0.1:
            spec["matchConditions"] = [{"name": "c", "expression": self.expression()}]
        return {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy", "metadata": {"name": name}, "spec": spec}
