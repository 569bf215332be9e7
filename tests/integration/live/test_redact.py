#!/usr/bin/env python3
"""Redacted captures of real API servers: no name is left in any byte, and the findings are the same under other names."""
import base64
import collections
import hashlib
import hmac
import json
import os
import re
import subprocess
import unittest

from fleet import NOW, ROOT, Fleet, contents, main

KEY = bytes(range(48, 80))
WORD = "zebrafish"
fleet = Fleet()

PLANTED = f"""
apiVersion: v1
kind: Namespace
metadata: {{name: {WORD}-ns, labels: {{{WORD}-key: {WORD}-value, {WORD}.com/key: x}}, annotations: {{{WORD}/note: by {WORD} corp}}}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {{name: {WORD}-account, namespace: {WORD}-ns}}
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: {WORD}-map, namespace: {WORD}-ns}}
data: {{{WORD}.conf: "url = https://{WORD}.example/", plain: {WORD}}}
---
apiVersion: v1
kind: Secret
metadata: {{name: {WORD}-secret, namespace: {WORD}-ns}}
stringData: {{{WORD}: {WORD}}}
---
apiVersion: v1
kind: Service
metadata: {{name: {WORD}-service, namespace: {WORD}-ns}}
spec: {{selector: {{app: {WORD}}}, externalName: {WORD}.example.com, type: ExternalName}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: {WORD}-ingress, namespace: {WORD}-ns}}
spec:
  ingressClassName: {WORD}-class
  tls: [{{hosts: [www.{WORD}.com], secretName: {WORD}-tls}}]
  rules: [{{host: www.{WORD}.com, http: {{paths: [{{path: /{WORD}/a, pathType: Prefix, backend: {{service: {{name: {WORD}-service, port: {{name: {WORD}}}}}}}}}]}}}}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {WORD}, namespace: {WORD}-ns, labels: {{app: {WORD}, team: {WORD}-team}}}}
spec:
  selector: {{matchLabels: {{app: {WORD}}}}}
  template:
    metadata: {{labels: {{app: {WORD}}}}}
    spec:
      serviceAccountName: {WORD}-account
      nodeSelector: {{{WORD}.com/pool: {WORD}-pool}}
      hostAliases: [{{ip: 10.1.2.3, hostnames: [{WORD}.local]}}]
      containers:
      - name: {WORD}
        image: registry.{WORD}.com/team-{WORD}/app-{WORD}:1.2.3-{WORD}
        command: [/bin/{WORD}, "--user={WORD}"]
        args: ["{WORD}"]
        env:
        - {{name: {WORD.upper()}_URL, value: "https://{WORD}"}}
        - {{name: FROM, valueFrom: {{secretKeyRef: {{name: {WORD}-secret, key: {WORD}}}}}}}
        - {{name: {WORD.upper()}_DATABASE_URL, value: x}}
        envFrom: [{{configMapRef: {{name: {WORD}-map}}}}]
        livenessProbe: {{httpGet: {{path: /{WORD}, port: 80, httpHeaders: [{{name: {WORD}, value: {WORD}}}]}}}}
        resources: {{limits: {{cpu: 100m, {WORD}.com/gpu: 1}}}}
        volumeMounts: [{{name: {WORD}, mountPath: /var/{WORD}}}]
      volumes: [{{name: {WORD}, persistentVolumeClaim: {{claimName: {WORD}-claim}}}}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {{name: {WORD}-role, namespace: {WORD}-ns}}
rules: [{{apiGroups: [stable.{WORD}.com, apps], resources: [{WORD}s, deployments], verbs: [get, update], resourceNames: [{WORD}]}}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {{name: {WORD}-binding, namespace: {WORD}-ns}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: {WORD}-role}}
subjects:
- {{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice@{WORD}.com}}
- {{kind: ServiceAccount, name: {WORD}-account, namespace: {WORD}-ns}}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: {WORD}s.stable.{WORD}.com}}
spec:
  group: stable.{WORD}.com
  scope: Namespaced
  names: {{plural: {WORD}s, singular: {WORD}, kind: {WORD.title()}, shortNames: [{WORD}short], categories: [{WORD}cat]}}
  versions:
  - name: v1
    served: true
    storage: true
    additionalPrinterColumns: [{{name: {WORD.title()}, type: string, jsonPath: .spec.{WORD}Field}}]
    schema:
      openAPIV3Schema:
        type: object
        description: The {WORD} of a pond.
        properties:
          spec:
            type: object
            properties:
              {WORD}Field: {{type: string, default: {WORD}-default, pattern: '{WORD}.*', description: A {WORD}.}}
              size: {{type: integer, default: 3}}
"""

CUSTOM = f"""
apiVersion: stable.{WORD}.com/v1
kind: {WORD.title()}
metadata: {{name: {WORD}-thing, namespace: {WORD}-ns}}
spec: {{{WORD}Field: {WORD}-own, size: 5}}
"""

FLEET = f"""# the fleet of {WORD}
apiVersion: plimsoll.dev/v1alpha1
kind: Fleet
metadata: {{name: {WORD}}}
spec:
  environments:
    - {{name: {WORD}-stage, match: {{cluster: '{WORD}-s*'}}}}
    - {{name: {WORD}-prod, match: {{labels: {{for: {WORD}}}}}, production: true}}
  clusters:
    - {{name: {WORD}-s1, context: stage-eu}}
    - {{name: {WORD}-p1, context: prod-eu, labels: {{for: {WORD}}}}}
    - {{name: {WORD}-lost, context: {WORD}, kubeconfig: ./{WORD}-config, labels: {{for: {WORD}}}}}
  repositories:
    - name: {WORD}
      url: ./{WORD}.git
      revision: {WORD}-branch
      paths: {{{WORD}-stage: apps/{WORD}, {WORD}-prod: apps/{WORD}}}
      images: ['registry.{WORD}.com/team-{WORD}/*']
    - name: {WORD}-gone
      url: ./no-{WORD}.git
  parity:
    allowances: [{{kind: replicas, application: {WORD}, reason: because {WORD} says so}}]
  maturity:
    targets: [{{model: gitops-ladder, dimension: versioned, level: level-1, by: '2027-03-31'}}]
"""

LOST = f"""
apiVersion: v1
kind: Config
clusters: [{{name: {WORD}, cluster: {{server: 'https://{WORD}.invalid:1'}}}}]
users: [{{name: {WORD}, user: {{token: {WORD}}}}}]
contexts: [{{name: {WORD}, context: {{cluster: {WORD}, user: {WORD}, namespace: {WORD}-ns}}}}]
"""


def pseudonym(name):
    digest = hmac.new(KEY, b"name\0" + name.encode(), hashlib.sha256).digest()
    return "n-" + base64.b32encode(digest).decode().lower()[:16]


def rename(name):
    """As pkg/snapshot/REDACTION.md has it, of the names that occur here."""
    if name in ("", "default", "prod", "dev", "stage", "cluster-admin", "edit") or name.startswith(("kube-", "system:")):
        return name
    if "." in name:
        return ".".join(rename(part) for part in name.split("."))
    ending = re.fullmatch(r"(.+)-([bcdfghjklmnpqrstvwxz2456789]{5,10})", name)
    return f"{rename(ending[1])}-{pseudonym(ending[2])}" if ending else pseudonym(name)


def place(finding, rename):
    """Of what a finding is, in the names of the redacted capture."""
    obj = finding.get("object", {})
    kind = obj.get("kind", "")
    return (finding["policy"], finding["state"], finding["severity"], rename(finding.get("cluster", "")),
            rename(finding.get("environment", "")), kind if WORD not in kind.lower() else rename(kind), rename(obj.get("namespace", "")),
            rename(obj.get("name", "")), rename(finding.get("application", "")), rename(finding.get("container", "")),
            finding.get("line"), len(finding.get("field", "").split(".")) > 1)


def setUpModule():
    unittest.addModuleCleanup(fleet.stop)
    fleet.start()
    subprocess.run([f"{ROOT}/hack/example/damage", *(fleet.path(f"{name}/kubeconfig") for name in ("dev", "stage", "prod"))],
                   check=True, stdout=subprocess.DEVNULL)
    for environment in ("stage", "prod"):
        fleet.kubectl(environment, "apply", "-f", "-", stdin=PLANTED)
        fleet.kubectl(environment, "wait", "--for=condition=established", f"crd/{WORD}s.stable.{WORD}.com")
        fleet.kubectl(environment, "apply", "-f", "-", stdin=CUSTOM)
        fleet.kubectl(environment, "-n", f"{WORD}-ns", "annotate", "--field-manager", f"{WORD}-operator", f"{WORD}/{WORD}-thing", f"{WORD}=y")
    plant_repository()
    with open(fleet.path(f"{WORD}-config"), "w") as file:
        file.write(LOST)
    with open(os.open(fleet.path("key"), os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.write(KEY)


def plant_repository():
    directory = fleet.path(f"{WORD}.git")
    os.makedirs(f"{directory}/apps/{WORD}/broken")
    files = {f"apps/{WORD}/all.yaml": f"# by {WORD}\n" + PLANTED.replace("cpu: 100m", "cpu: 200m"), f"apps/{WORD}/own.yaml": CUSTOM,
             f"apps/{WORD}/broken/{WORD}.yaml": f"apiVersion: v1\nkind: {{{{ {WORD} }}}}: [\n", f"apps/{WORD}/notes.yaml": f"{WORD}: [a, b]\n"}
    for name, text in files.items():
        with open(f"{directory}/{name}", "w") as file:
            file.write(text)
    git = ["git", "-c", f"user.name={WORD}", "-c", f"user.email=a@{WORD}.org", "-C", directory]
    for words in (["init", "-q", "-b", f"{WORD}-branch"], ["add", "."], ["commit", "-q", "-m", WORD], ["tag", "-a", "-m", WORD, f"app-{WORD}-v1.2.3-{WORD}"]):
        subprocess.run([*git, *words], check=True)


def capture(name, *arguments, directory=None, code=0):
    result = fleet.run("snapshot", "--now", NOW, "-o", fleet.path(name), *arguments, cwd=directory)
    assert result.code == code, result.err
    return result


def replay(name):
    return fleet.audit("--snapshot", fleet.path(name))


class Findings(unittest.TestCase):
    def compare(self, plain, redacted):
        """Both reports: the same findings, under other names."""
        plain, redacted = replay(plain), replay(redacted)
        self.assertEqual(plain.code, redacted.code)
        wanted = collections.Counter(place(f, rename) for f in plain.report["findings"])
        self.assertEqual(wanted, collections.Counter(place(f, str) for f in redacted.report["findings"]))
        self.assertEqual(plain.report["results"], redacted.report["results"])
        return plain, redacted

    def test_of_the_example_are_the_same_under_other_names(self):
        capture("plain")
        capture("redacted", "--redact", "--redact-key", fleet.path("key"))
        plain, redacted = self.compare("plain", "redacted")
        for part in ("drift", "versions"):
            self.assertEqual(plain.report["summary"][part], redacted.report["summary"][part])
        states = [{f["state"] for f in report.report["findings"]} for report in (plain, redacted)]
        self.assertEqual(states, [{"fail", "warn", "unknown"}] * 2)

    def test_of_what_nobody_knows_are_the_same_too(self):
        directory = plant_fleet()
        capture("word-plain", directory=directory)
        capture("word-redacted", "--redact", "--redact-key", fleet.path("key"), directory=directory)
        plain, _ = self.compare("word-plain", "word-redacted")
        self.assertIn("drift.in-sync", {f["policy"] for f in plain.report["findings"] if f["state"] == "fail"})


def plant_fleet():
    directory = fleet.path("planted")
    os.makedirs(directory, exist_ok=True)
    with open(f"{directory}/plimsoll.yaml", "w") as file:
        file.write(FLEET.replace("./", fleet.path("")))
    return directory


class Bytes(unittest.TestCase):
    def test_of_a_redacted_capture_hold_no_name(self):
        capture("names", "--redact", "--redact-key", fleet.path("key"), directory=plant_fleet())
        held = contents(fleet.path("names")).decode()
        for word in (WORD, "alice", "10.1.2.3", fleet.dir, "shop", "thumbnails", "team-", "stage-eu", "127.0.0.1", "eyJ2Ijoi"):
            self.assertFalse(word.lower() in held.lower(), word)
        self.assertIn(pseudonym(WORD), held)
        self.assertIn(pseudonym("thumbnails"), held)

    def test_of_a_plain_capture_hold_them(self):
        capture("with-names", directory=plant_fleet())
        self.assertIn(WORD, contents(fleet.path("with-names")).decode())

    def test_of_flags_hold_no_name_either(self):
        capture("flags", "--redact", "--redact-key", fleet.path("key"), "--context", "prod-eu", "--repo", fleet.path("shop.git"), "-n", f"{WORD}-ns")
        held = contents(fleet.path("flags")).decode()
        for word in (WORD, "prod-eu", fleet.dir, "thumbnails"):
            self.assertFalse(word in held, word)
        capture("flags-plain", "--context", "prod-eu", "--repo", fleet.path("shop.git"), "-n", f"{WORD}-ns")
        Findings.compare(self, "flags-plain", "flags")


class Keys(unittest.TestCase):
    def names(self, *arguments):
        capture("keys", "--redact", *arguments)
        listed = fleet.run("snapshot", "list", fleet.path("keys")).out.splitlines()[-1]
        return re.search(r"redacted with key ([0-9a-f]{16})$", listed)[1]

    def test_of_a_run_alone_are_others_each_time(self):
        self.assertNotEqual(self.names(), self.names())
        self.assertEqual(self.names("--redact-key", fleet.path("key")), self.names("--redact-key", fleet.path("key")))

    def test_that_are_the_same_share_what_they_keep(self):
        arguments = ("--redact", "--redact-key", fleet.path("key"))
        capture("twice", *arguments)
        before = set(os.listdir(fleet.path("twice/objects")))
        capture("twice", *arguments)
        self.assertLessEqual(len(set(os.listdir(fleet.path("twice/objects"))) - before), 3)
        self.assertIn("is redacted: expected --redact", capture("twice", code=2).err)
        self.assertEqual(fleet.run("snapshot", "verify", fleet.path("twice")).code, 0)
        self.assertEqual(fleet.run("snapshot", "prune", fleet.path("twice"), "--keep", "1").code, 0)
        self.assertEqual(fleet.run("snapshot", "verify", fleet.path("twice")).code, 0)

    def test_stand_nowhere(self):
        capture("secret", "--redact", "--redact-key", fleet.path("key"))
        held = contents(fleet.path("secret"))
        self.assertNotIn(KEY, held)
        self.assertNotIn(KEY.hex().encode(), held)
        with open(fleet.path("secret/captures/" + os.listdir(fleet.path("secret/captures"))[0])) as file:
            manifest = json.load(file)
        self.assertIs(manifest["redacted"], True)
        self.assertEqual(manifest["redactionKey"], hmac.new(KEY, b"fingerprint\0plimsoll snapshot", hashlib.sha256).hexdigest()[:16])


if __name__ == "__main__":
    main()
