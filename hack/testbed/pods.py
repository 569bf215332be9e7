#!/usr/bin/env python3
"""Says of every pod what a kubelet would, in a cluster of `cluster.sh up ... controllers`, which has none.

usage: pods.py KUBECONFIG [--build IMAGE=BUILD]...

A pending pod is reported as Running and ready, one of a Job as Succeeded, until all Deployments,
StatefulSets and Jobs have what they ask for. The digest of an image is made of its reference, so it is the
same in every cluster and on every day; --build gives one image another digest, as if its tag had been
pushed again.
"""
import argparse
import base64
import hashlib
import json
import os
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request

TESTBED = os.environ.get("PLIMSOLL_TESTBED", os.path.expanduser("~/.cache/plimsoll-testbed"))
DEADLINE_SECONDS = 60


class Api:
    """The API server of a kubeconfig that has a token and a certificate authority."""

    def __init__(self, kubeconfig):
        kubectl = [f"{TESTBED}/bin/kubectl", "--kubeconfig", kubeconfig]
        view = subprocess.run(kubectl + ["config", "view", "--raw", "--flatten", "--minify", "-o", "json"],
                              check=True, stdout=subprocess.PIPE).stdout
        config = json.loads(view)
        self.server = config["clusters"][0]["cluster"]["server"]
        self.token = config["users"][0]["user"]["token"]
        authority = config["clusters"][0]["cluster"]["certificate-authority-data"]
        self.tls = ssl.create_default_context(cadata=base64.b64decode(authority).decode())

    def call(self, path, patch=None):
        request = urllib.request.Request(self.server + path, method="PATCH" if patch else "GET",
                                         data=json.dumps(patch).encode() if patch else None)
        request.add_header("Authorization", f"Bearer {self.token}")
        request.add_header("User-Agent", "kubelet")  # becomes the manager of the fields
        if patch:
            request.add_header("Content-Type", "application/merge-patch+json")
        with urllib.request.urlopen(request, context=self.tls) as response:
            return json.load(response)

    def items(self, path):
        return self.call(path)["items"]


def digest(image, builds):
    if "@" in image:
        return image.partition("@")[2]
    return "sha256:" + hashlib.sha256((image + builds.get(image, "")).encode()).hexdigest()


def container_status(container, builds, state):
    image = container["image"]
    name = image.partition("@")[0]
    slash = name.rfind("/")
    repository = name if ":" not in name[slash + 1:] else name[:name.rindex(":")]
    return {"name": container["name"], "image": image, "imageID": f"{repository}@{digest(image, builds)}",
            "containerID": "containerd://" + hashlib.sha256(container["name"].encode()).hexdigest(),
            "ready": "running" in state, "started": "running" in state, "restartCount": 0, "state": state}


def pod_status(pod, builds):
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    job = any(o["kind"] == "Job" for o in pod["metadata"].get("ownerReferences", []))
    ended = {"terminated": {"exitCode": 0, "reason": "Completed", "startedAt": now, "finishedAt": now}}
    state = ended if job else {"running": {"startedAt": now}}
    spec = pod["spec"]
    return {"status": {
        "phase": "Succeeded" if job else "Running", "startTime": now,
        "conditions": [{"type": t, "status": "False" if job and t.endswith("Ready") else "True", "lastTransitionTime": now}
                       for t in ("PodScheduled", "Initialized", "ContainersReady", "Ready")],
        "initContainerStatuses": [container_status(c, builds, ended) for c in spec.get("initContainers", [])],
        "containerStatuses": [container_status(c, builds, state) for c in spec["containers"]]}}


def settled(obj):
    spec, status = obj["spec"], obj.get("status", {})
    if "completions" in spec:  # a Job
        return status.get("succeeded", 0) >= spec["completions"]
    want = spec.get("replicas", 1)
    have = [status.get(k, 0) for k in ("replicas", "updatedReplicas", "availableReplicas")]
    return status.get("observedGeneration", 0) >= obj["metadata"]["generation"] and have == [want] * 3


def unsettled(api):
    paths = ("/apis/apps/v1/deployments", "/apis/apps/v1/statefulsets", "/apis/batch/v1/jobs")
    return [f"{o['metadata']['namespace']}/{o['metadata']['name']}"
            for path in paths for o in api.items(path) if not settled(o)]


def main():
    parser = argparse.ArgumentParser(usage="pods.py KUBECONFIG [--build IMAGE=BUILD]...")
    parser.add_argument("kubeconfig")
    parser.add_argument("--build", action="append", default=[])
    options = parser.parse_args()
    builds = dict(b.split("=", 1) for b in options.build)
    api = Api(options.kubeconfig)
    deadline = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < deadline:
        pending = [p for p in api.items("/api/v1/pods")
                   if p["status"]["phase"] == "Pending" and "deletionTimestamp" not in p["metadata"]]
        for pod in pending:
            meta = pod["metadata"]
            try:
                api.call(f"/api/v1/namespaces/{meta['namespace']}/pods/{meta['name']}/status", pod_status(pod, builds))
            except urllib.error.HTTPError as error:
                if error.code != 404:  # replaced meanwhile
                    raise
        waiting = unsettled(api)
        if not pending and not waiting:
            return 0
        time.sleep(0.1)
    print("pods.py: still waiting for " + ", ".join(waiting), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
