#!/usr/bin/env python3
"""Every built-in kind of a real API server in both encodings: the same trees."""
import base64
import json
import os
import ssl
import subprocess
import unittest
import urllib.error
import urllib.request

from fleet import main
from server import Server

PROBE = os.environ["PROTOBUF_PROBE"]
PROTOBUF = "application/vnd.kubernetes.protobuf"
EITHER = f"{PROTOBUF},application/json"
METADATA = ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
DISCOVERY = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
server = Server()


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()
    request = subprocess.run(["openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-keyout", os.devnull],
                             check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    with open(os.path.join(os.path.dirname(__file__), "protobuf_objects.yaml"), encoding="utf-8") as file:
        objects = file.read().replace("@CSR@", base64.b64encode(request).decode())
    server.kubectl("apply", "--server-side", "-f", "-", stdin=objects)
    server.kubectl("apply", "-f", "-", stdin=json.dumps({"apiVersion": "shop.example.com/v1", "kind": "Widget",
                                                        "metadata": {"name": "w", "namespace": "default"}, "spec": {}}))


def get(path, accept):
    """(status, Content-Type, body)"""
    context = ssl.create_default_context(cafile=server.path("solo/ca.crt"))
    request = urllib.request.Request(server.url + path, headers={"Accept": accept, "Authorization": "Bearer auditor-token"})
    try:
        with urllib.request.urlopen(request, context=context) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers["Content-Type"], answer.read()


def listed():
    """(path, kind) of everything that can be listed, in every version that is served."""
    found = []
    for root in ("/api", "/apis"):
        for group in json.loads(get(root, DISCOVERY)[2])["items"]:
            name = group["metadata"].get("name", "")
            for version in group["versions"]:
                base = f"{root}/{name}/{version['version']}".replace("//", "/")
                found += [(f"{base}/{r['resource']}", r["responseKind"]["kind"]) for r in version.get("resources", []) if "list" in r["verbs"]]
    return found


def is_stored(path, kind):
    """ComponentStatus is asked of others each time, and never the same."""
    return kind != "ComponentStatus" and "example." not in path


def exact(path):
    """The query for one state, so that two answers are the same."""
    version = json.loads(get(f"{path}?limit=1", "application/json")[2])["metadata"].get("resourceVersion")
    return f"{path}?resourceVersion={version}&resourceVersionMatch=Exact" if version else path


def framed(body):
    return len(body).to_bytes(4, "little") + body


def compare(pairs):
    return subprocess.run([PROBE, "compare"], input=b"".join(framed(body) for pair in pairs for body in pair), stdout=subprocess.PIPE,
                          check=False).stdout.decode()


def decode(body):
    """(the next page's token, the tree)"""
    done = subprocess.run([PROBE, "print"], input=body, stdout=subprocess.PIPE, check=True)
    token, tree = done.stdout.decode().split("\n", 1)
    return token, json.loads(tree)


class Protobuf(unittest.TestCase):
    def test_lists_of_every_built_in_kind_are_the_same_in_both_encodings(self):
        pairs, empty = [], []
        for path, kind in listed():
            if not is_stored(path, kind):
                continue
            query = exact(path)
            _, content, wire = get(query, EITHER)
            self.assertEqual(content, PROTOBUF, path)
            text = get(query, "application/json")[2]
            if not json.loads(text)["items"]:
                empty.append(kind)
            pairs.append((wire, text))
        self.assertGreater(len(pairs), 55, "kinds are missing")
        self.assertEqual(compare(pairs).strip(), f"{len(pairs)} compared, 0 differ")
        self.assertEqual(empty, [], "nothing is proved of a kind without an object")

    def test_metadata_of_every_kind_custom_ones_too_are_the_same_in_both_encodings(self):
        paths = [path for path, kind in listed() if kind != "ComponentStatus"]
        self.assertTrue("/apis/shop.example.com/v1/widgets" in paths)
        for path in paths:
            query = exact(path)
            status, content, wire = get(query, f"{PROTOBUF}{METADATA},application/json{METADATA}")
            self.assertEqual((status, content.split(";")[0]), (200, PROTOBUF), path)
            wanted = json.loads(get(query, f"application/json{METADATA}")[2])
            wanted["items"] = wanted["items"] or []
            for item in wanted["items"]:
                del item["kind"], item["apiVersion"]
            self.assertEqual(decode(wire)[1], wanted, path)

    def test_custom_resources_come_as_json(self):
        status, content, _ = get("/apis/shop.example.com/v1/widgets", EITHER)
        self.assertEqual((status, content), (200, "application/json"))

    def test_refusals_are_the_same_in_both_encodings(self):
        for path in ("/api/v1/namespaces/default/pods/none", "/apis/apps/v1/nothings", "/api/v1/pods?continue=x", "/api/v1/pods?limit=x"):
            status, content, wire = get(path, EITHER)
            other, _, text = get(path, "application/json")
            self.assertEqual(status, other, path)
            if content == PROTOBUF:
                self.assertEqual(decode(wire)[1], json.loads(text), path)

    def test_a_missing_object_is_refused_in_protobuf(self):
        status, content, _ = get("/api/v1/namespaces/default/pods/none", EITHER)
        self.assertEqual((status, content), (404, PROTOBUF))

    def test_the_next_page_is_known_before_the_items(self):
        _, _, wire = get("/apis/rbac.authorization.k8s.io/v1/clusterroles?limit=5", EITHER)
        token, tree = decode(wire)
        self.assertTrue(token)
        self.assertEqual(token, tree["metadata"]["continue"])
        self.assertEqual(len(tree["items"]), 5)


if __name__ == "__main__":
    main()
    unittest.main()
