#!/usr/bin/env python3
"""Accounts hold what the API server's own authorizer says that they hold: `kubectl auth can-i --list --as`, for every namespace."""
import collections
import http.client
import itertools
import json
import re
import ssl
import threading
import unittest
import urllib.parse

from fleet import main
from server import Server

server = Server()
GROUP = "rbac.authorization.k8s.io"
NAMESPACES = ("shop", "bank")
# Every user that is acted as is in this group; service accounts are in two more.
ALL = "Group system:authenticated"

ROLES = {
    "all": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}],
    "reader": [{"verbs": ["get", "list", "watch"], "apiGroups": [""], "resources": ["pods", "secrets"]}],
    "named": [{"verbs": ["get", "update"], "apiGroups": [""], "resources": ["secrets"], "resourceNames": ["mail", "cart"]}],
    "shell": [{"verbs": ["create"], "apiGroups": [""], "resources": ["pods/exec", "pods/attach"]}],
    "deployer": [{"verbs": ["*"], "apiGroups": ["apps"], "resources": ["deployments", "statefulsets"]},
                 {"verbs": ["create", "patch"], "apiGroups": ["batch", ""], "resources": ["jobs", "configmaps"]}],
    "scaler": [{"verbs": ["patch"], "apiGroups": ["apps"], "resources": ["*/scale"]}],
    "actor": [{"verbs": ["impersonate"], "apiGroups": [""], "resources": ["users", "groups"]}],
    "binder": [{"verbs": ["bind", "escalate"], "apiGroups": [GROUP], "resources": ["clusterroles"]}],
    "minter": [{"verbs": ["create"], "apiGroups": [""], "resources": ["serviceaccounts/token"]}],
    "metrics": [{"verbs": ["get"], "nonResourceURLs": ["/metrics", "/metrics/*"]}],
    "guard": [{"verbs": ["update"], "apiGroups": ["admissionregistration.k8s.io"], "resources": ["validatingwebhookconfigurations"]}],
    "looker": [{"verbs": ["get"], "apiGroups": [""], "resources": ["pods/exec", "pods/attach", "pods/portforward"]}],
    "node": [{"verbs": ["get"], "apiGroups": [""], "resources": ["nodes/proxy"]}],
}
POWERS = ("administers", "wildcardVerbs", "wildcardResources", "writesWorkloads", "writesConfiguration", "createsPods", "entersPods",
          "readsSecrets", "impersonates", "escalates", "createsTokens", "changesAdmission", "proxiesNodes", "approvesCertificates", "steersAgents")
# (account, role, namespace or none)
BOUND = [
    ("User alice", "all", None), ("User bob", "reader", "shop"), ("User bob", "deployer", "bank"), ("User carol", "named", "shop"),
    ("User dave", "actor", None), ("User dave", "binder", None), ("User erin", "guard", None), ("User erin", "node", None),
    ("User frank", "gone", None), ("User frank", "shell", "bank"),
    ("User gina", "looker", "shop"),
    ("Group oncall", "all", "shop"), ("Group oncall", "metrics", None),
    ("ServiceAccount shop/cart", "scaler", None), ("ServiceAccount shop/cart", "reader", "shop"),
    ("ServiceAccount bank/default", "minter", "bank"), ("ServiceAccount bank/gone", "shell", None),
    ("Group system:serviceaccounts:shop", "shell", "shop"), ("Group system:serviceaccounts", "metrics", None),
    ("User system:serviceaccount:bank:masked", "deployer", "bank"),
]


def subject(account):
    kind, _, name = account.partition(" ")
    if kind == "ServiceAccount":
        namespace, _, name = name.partition("/")
        return {"kind": kind, "namespace": namespace, "name": name}
    return {"kind": kind, "name": name, "apiGroup": GROUP}


def objects():
    for name in NAMESPACES:
        yield {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
    yield {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "cart", "namespace": "shop"}}
    for name, rules in ROLES.items():
        yield {"apiVersion": f"{GROUP}/v1", "kind": "ClusterRole", "metadata": {"name": name}, "rules": rules}
    long = [{"verbs": ["get"], "apiGroups": ["example.org"], "resources": [f"r{i}"]} for i in range(299)] + ROLES["shell"]
    yield {"apiVersion": f"{GROUP}/v1", "kind": "ClusterRole", "metadata": {"name": "long"}, "rules": long}
    yield {"apiVersion": f"{GROUP}/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "long"},
           "roleRef": {"apiGroup": GROUP, "kind": "ClusterRole", "name": "long"}, "subjects": [subject("User many")]}
    for number, (account, role, namespace) in enumerate(BOUND):
        metadata = {"name": f"b{number}", **({"namespace": namespace} if namespace else {})}
        yield {"apiVersion": f"{GROUP}/v1", "kind": "RoleBinding" if namespace else "ClusterRoleBinding", "metadata": metadata,
               "roleRef": {"apiGroup": GROUP, "kind": "ClusterRole", "name": role}, "subjects": [subject(account)]}


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()
    server.kubectl("apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": list(objects())}))
    shown = [{"each": "account.grants", "expression": "false", "message": "a grant", "actual": "item"},
             {"expression": "false", "message": "powers", "actual": "[%s].filter(p, p != '')" % ", ".join(
                 f"account.{power}.size() > 0 ? '{power}' : ''" for power in POWERS)},
             {"expression": "!account.system", "message": "the system's"}]
    server.write("show/account/policy.yaml", json.dumps({
        "apiVersion": "plimsoll.dev/v1alpha1", "kind": "AuditPolicy", "metadata": {"name": "show-account"}, "spec": {
            "title": "Shown", "subject": "account", "severity": "low", "category": "test", "why": "Because.", "remediation": "None.",
            "validations": shown}}))
    wait_for_the_last_binding()


def wait_for_the_last_binding():
    for _ in range(100):
        if "deployments" in can_list("User system:serviceaccount:bank:masked", "bank", raw=True):
            return
        threading.Event().wait(0.1)
    raise AssertionError("the authorizer does not learn of the bindings")


def can_list(account, namespace, raw=False):
    """What the server says: (what, name, verb)..."""
    kind, _, name = account.partition(" ")
    if kind == "ServiceAccount":
        name = "system:serviceaccount:" + name.replace("/", ":")
    flags = ["--as", name] if kind != "Group" else ["--as", "nobody", "--as-group", name, "--as-group", "system:authenticated"]
    out = server.kubectl("auth", "can-i", "--list", "--no-headers", "-n", namespace, *flags)
    return out if raw else {item for line in out.splitlines() for item in read_line(line)}


def read_line(line):
    what, urls, names, verbs = re.fullmatch(r"(\S*)\s+\[(.*?)\]\s+\[(.*?)\]\s+\[(.*?)\]", line.strip() if line[0] != " " else line).groups()
    return itertools.product([what] if what else urls.split(), names.split() or [""], verbs.split())


def name_kind(group, resource):
    """As kubectl does: deployments.apps/scale."""
    kind, slash, part = resource.partition("/")
    return kind + (f".{group}" if group else "") + slash + part


def holds(grants, namespace):
    """What is ours, in the same form."""
    for grant in grants:
        if grant["namespace"] not in ("", namespace):
            continue
        whats = [name_kind(group, resource) for group in grant["apiGroups"] for resource in grant["resources"]]
        yield from itertools.product(whats + grant["nonResourceURLs"], grant["resourceNames"] or [""], grant["verbs"])


def title(finding):
    obj = finding["object"]
    return obj["kind"] + " " + (obj["namespace"] + "/" if obj.get("namespace") else "") + obj["name"]


class Shown:
    """What policies see of an account."""

    def __init__(self):
        self.grants, self.powers, self.system = [], [], False


def read_accounts():
    accounts = collections.defaultdict(Shown)
    for finding in server.audit("--policy-dir", server.path("show"), "--policies", "show-account").report["findings"]:
        account = accounts[title(finding)]
        if finding["message"] == "a grant":
            account.grants.append(finding["actual"])
        elif finding["message"] == "powers":
            account.powers = finding["actual"]
        else:
            account.system = True
    return dict(accounts)


def groups_of(account):
    name = account.partition(" ")[2]
    namespace = name.partition("/")[0]
    service = account.startswith("ServiceAccount")
    return [ALL] + (["Group system:serviceaccounts", f"Group system:serviceaccounts:{namespace}"] if service else [])


class Accounts(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        cls.accounts = read_accounts()

    def test_each_holds_what_the_server_says(self):
        names = sorted({a.replace("User system:serviceaccount:bank:", "ServiceAccount bank/") for a, _, _ in BOUND})
        self.assertGreaterEqual(len(names), 12)
        for account, namespace in itertools.product(names, NAMESPACES):
            with self.subTest(account=account, namespace=namespace):
                mine = [self.accounts[name] for name in [account, *groups_of(account)] if name in self.accounts]
                grants = [grant for a in mine for grant in a.grants]
                self.assertEqual(sorted(set(holds(grants, namespace))), sorted(can_list(account, namespace)))

    def test_of_every_account_that_the_cluster_had_before(self):
        """Those that the API server makes for itself: of every kind, with rules of every form."""
        own = [title for title, a in self.accounts.items() if a.system and not title.startswith("Group")]
        self.assertGreater(len(own), 10)
        for account in own[:12]:
            with self.subTest(account=account):
                mine = [self.accounts[name] for name in [account, *groups_of(account)] if name in self.accounts]
                grants = [grant for a in mine for grant in a.grants]
                self.assertEqual(sorted(set(holds(grants, "shop"))), sorted(can_list(account, "shop")))

    def test_what_bindings_name_in_vain_is_told(self):
        audit = server.audit("--policies", "access.bindings-resolve")
        told = sorted(f["message"] for f in audit.report["findings"] if f["state"] in ("fail", "warn"))
        # No controller makes default accounts here.
        self.assertEqual([t for t in told if "kube-system" not in t and "kube-public" not in t], [
            "ClusterRoleBinding b16 names ServiceAccount bank/gone, which does not exist",
            "ClusterRoleBinding b8 names ClusterRole gone, which does not exist",
            "RoleBinding bank/b15 names ServiceAccount bank/default, which does not exist",
            "RoleBinding bank/b19 names ServiceAccount bank/masked, which does not exist"])

    def test_of_many_rules_the_first_are_listed_and_all_are_judged(self):
        many = self.accounts["User many"]
        self.assertEqual(len(many.grants), 256)
        self.assertEqual(many.powers, ["entersPods"])

    def test_the_powers_are_those_of_the_rules(self):
        powers = {title: sorted(a.powers) for title, a in self.accounts.items()}
        self.assertEqual(powers["User bob"], ["createsPods", "readsSecrets", "wildcardVerbs", "writesConfiguration", "writesWorkloads"])
        self.assertEqual(powers["User carol"], ["readsSecrets", "writesConfiguration"])
        self.assertEqual(powers["User dave"], ["escalates", "impersonates"])
        self.assertEqual(powers["User erin"], ["changesAdmission", "proxiesNodes"])
        self.assertEqual(powers["User frank"], ["entersPods"])
        self.assertEqual(powers["User gina"], [])
        self.assertEqual(powers["ServiceAccount shop/cart"], ["readsSecrets", "writesWorkloads"])
        self.assertEqual(powers["ServiceAccount bank/default"], ["createsTokens"])
        self.assertEqual(powers["Group system:serviceaccounts"], [])
        self.assertEqual(len(powers["User alice"]), 15)


class Connections(unittest.TestCase):
    """What the rules on subresources that connect are worth: a WebSocket is a GET."""

    def upgrade(self, user, path):
        upstream = urllib.parse.urlsplit(server.url)
        connection = http.client.HTTPSConnection(upstream.hostname, upstream.port, context=ssl._create_unverified_context())
        connection.request("GET", path, headers={
            "Authorization": "Bearer admin-token", "Impersonate-User": user, "Connection": "Upgrade", "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Protocol": "v5.channel.k8s.io"})
        status = connection.getresponse().status
        connection.close()
        return status

    def test_get_alone_enters_no_pod(self):
        self.assertEqual(self.upgrade("gina", "/api/v1/namespaces/shop/pods/none/exec?command=sh"), 403)
        self.assertNotEqual(self.upgrade("alice", "/api/v1/namespaces/shop/pods/none/exec?command=sh"), 403)

    def test_get_alone_reaches_kubelets(self):
        self.assertNotEqual(self.upgrade("erin", "/api/v1/nodes/none/proxy/run/shop/cart/c?cmd=sh"), 403)
        self.assertEqual(self.upgrade("gina", "/api/v1/nodes/none/proxy/run/shop/cart/c?cmd=sh"), 403)


class Blind(unittest.TestCase):
    """Without the roles of one namespace, what was seen fails all the same; nothing passes."""

    def refuse(self, kind):
        message = json.dumps({"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 403, "message": "no"}).encode()
        return server.proxy(lambda path, headers: (403, message) if path.partition("?")[0].endswith("/" + kind) else None)

    def states(self, url, policy):
        audit = server.audit("--policies", policy, "--include-passed", url=url)
        return {(f.get("object", {}).get("name", "-"), f["state"]) for f in audit.report["findings"]}

    def test_unread_roles_hide_no_failure_and_prove_no_pass(self):
        with self.refuse("roles") as url:
            states = self.states(url, "access.administrators-few")
        self.assertIn(("alice", "fail"), states)
        self.assertIn(("-", "unknown"), states)
        self.assertNotIn("pass", {state for _, state in states})

    def test_without_service_accounts_it_is_unknown_which_are_missing(self):
        with self.refuse("serviceaccounts") as url:
            accounts, _ = read_unread(url)
        self.assertEqual(accounts, {"unknown"})


def read_unread(url):
    audit = server.audit("--policies", "access.bindings-resolve", url=url)
    states = {f["state"] for f in audit.report["findings"] if f.get("object", {}).get("kind") == "ServiceAccount"}
    return states, audit


if __name__ == "__main__":
    main()
