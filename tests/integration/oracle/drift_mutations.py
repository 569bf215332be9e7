"""Changes to an object, made at random: what hands and programs do to what runs, and what people do to manifests.

The same random numbers give the same changes. Not each is valid: who makes them asks the server.
"""
import copy

WORDS = ["web", "x", "Always", "Never", "IfNotPresent", "UDP", "TCP", "Recreate", "None", "ClientIP", "get", "*", "1", "500m", "64Mi", "25%", "true"]
SET_BY_SERVER = {"uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "name", "namespace", "selfLink"}
STRING_MAPS = {"labels", "annotations", "data", "nodeSelector", "matchLabels", "parameters", "settings"}
SPELLINGS = [("1Gi", "1024Mi", "1048576Ki"), ("1", "1000m", "1e0"), ("100m", "0.1"), ("500m", "0.5"), ("2", "2000m"), ("1500m", "1.5"),
             ("512Mi", "0.5Gi", "524288Ki"), ("64Mi", "65536Ki"), ("1M", "1000k", "1e6"), ("10", "1e1"), ("1536Mi", "1.5Gi")]
# Fields that few manifests have, by the map that they may stand in.
ADDITIONS = {
    "containers[]": [("imagePullPolicy", "Always"), ("tty", True), ("args", ["--added"]), ("env", [{"name": "ADDED", "value": "1"}]), ("workingDir", "/w"),
                     ("terminationMessagePolicy", "FallbackToLogsOnError"), ("securityContext", {"runAsUser": 7})],
    "template.spec": [("nodeSelector", {"disk": "ssd"}), ("tolerations", [{"operator": "Exists"}]), ("hostNetwork", True), ("priorityClassName", ""),
                      ("dnsPolicy", "Default"), ("terminationGracePeriodSeconds", 9), ("hostAliases", [{"ip": "10.9.8.7", "hostnames": ["h"]}]),
                      ("imagePullSecrets", [{"name": "added"}]), ("volumes", [{"name": "added", "emptyDir": {}}]), ("shareProcessNamespace", True)],
    "Deployment.spec": [("minReadySeconds", 4), ("paused", True), ("progressDeadlineSeconds", 77), ("revisionHistoryLimit", 3), ("replicas", 4),
                        ("strategy", {"type": "Recreate"})],
    "StatefulSet.spec": [("replicas", 2), ("podManagementPolicy", "Parallel"), ("minReadySeconds", 3), ("updateStrategy", {"type": "OnDelete"})],
    "DaemonSet.spec": [("minReadySeconds", 3), ("updateStrategy", {"type": "OnDelete"})],
    "Job.spec": [("suspend", True), ("activeDeadlineSeconds", 900), ("parallelism", 3)],
    "CronJob.spec": [("suspend", True), ("successfulJobsHistoryLimit", 8), ("startingDeadlineSeconds", 20)],
    "Service.spec": [("sessionAffinity", "ClientIP"), ("externalIPs", ["203.0.113.9"]), ("publishNotReadyAddresses", True)],
    "HorizontalPodAutoscaler.spec": [("minReplicas", 2), ("maxReplicas", 11)],
    "PodDisruptionBudget.spec": [("unhealthyPodEvictionPolicy", "AlwaysAllow")],
    "NetworkPolicy.spec": [("egress", [{"ports": [{"port": 53, "protocol": "UDP"}]}])],
    "rules[]": [("resourceNames", ["added"])],
    "tolerations[]": [("value", "added"), ("tolerationSeconds", 5)],
    "webhooks[]": [("timeoutSeconds", 3), ("failurePolicy", "Ignore"), ("matchPolicy", "Exact")],
    "Gadget.spec": [("unknown", 1), ("mode", "slow"), ("note", "added")],
    "steps[]": [("retries", 9), ("image", "added")],
    "parts[]": [("count", 9)],
}


def sites(value, path=()):
    """(path, map or list) of everything that may be changed below."""
    if isinstance(value, dict):
        yield path, value
        for key, below in value.items():
            yield from sites(below, path + (key,))
    elif isinstance(value, list):
        yield path, value
        for i, below in enumerate(value):
            yield from sites(below, path + (i,))


def is_open(path, key):
    """People can change what stands there."""
    whole = path + (key,)
    if whole[0] in ("apiVersion", "kind", "status"):
        return False
    return whole[0] != "metadata" or (len(whole) > 1 and whole[1] in ("labels", "annotations", "finalizers"))


class Mutator:
    def __init__(self, random):
        self.random = random

    def mutate(self, obj):
        """(the changed object, what was done), or None where there is nothing to change that way."""
        made = copy.deepcopy(obj)
        how = self.random.choice([self.change, self.change, self.change, self.remove, self.remove, self.reorder, self.insert, self.add_key, self.add_field,
                                  self.add_field, self.respell, self.drop_element])
        what = how(made)
        return (made, f"{how.__name__} {what}") if what else None

    def pick(self, candidates):
        candidates = list(candidates)
        return self.random.choice(candidates) if candidates else None

    def scalars(self, obj):
        for path, site in sites(obj):
            for key, value in (site.items() if isinstance(site, dict) else enumerate(site)):
                if not isinstance(value, (dict, list)) and is_open(path, key) and key != "kubectl.kubernetes.io/last-applied-configuration":
                    yield path, site, key

    def lists(self, obj, least):
        for path, site in sites(obj):
            if path and isinstance(site, list) and len(site) >= least and is_open(path[:-1], path[-1]):
                yield path, site

    def change(self, obj):
        found = self.pick(self.scalars(obj))
        if not found:
            return None
        path, site, key = found
        value = site[key]
        if isinstance(value, bool):
            site[key] = not value
        elif isinstance(value, int):
            exact = abs(value) < 2 ** 53  # beyond that kubectl sees doubles
            site[key] = self.random.choice([value + 1, max(0, value - 1), value * 2, 1, 0]) if exact else 7
        elif isinstance(value, float):
            site[key] = value + 0.5
        else:
            site[key] = self.random.choice(WORDS + [f"{value}x", f"{value}-2"])
        return f"{path} {key}: {value!r} -> {site[key]!r}" if site[key] != value else None

    def remove(self, obj):
        found = self.pick((path, site, key) for path, site in sites(obj) if isinstance(site, dict) for key in site
                          if is_open(path, key) and key != "kubectl.kubernetes.io/last-applied-configuration")
        if not found:
            return None
        path, site, key = found
        del site[key]
        return f"{path} {key}"

    def drop_element(self, obj):
        found = self.pick(self.lists(obj, 1))
        if not found:
            return None
        path, site = found
        i = self.random.randrange(len(site))
        del site[i]
        return f"{path} {i}"

    def reorder(self, obj):
        found = self.pick(self.lists(obj, 2))
        if not found:
            return None
        before = list(found[1])
        self.random.shuffle(found[1])
        return str(found[0]) if before != found[1] else None

    def insert(self, obj):
        """Another element, much like one that is there, anywhere in the list."""
        found = self.pick(self.lists(obj, 1))
        if not found:
            return None
        path, site = found
        new = copy.deepcopy(self.random.choice(site))
        if isinstance(new, dict):
            for key in [key for key in new if key in ("name", "mountPath", "ip", "containerPort", "port", "key", "topologyKey", "nodePort", "protocol")]:
                if key == "nodePort":
                    del new[key]
                elif key == "protocol" and self.random.random() < 0.3:
                    new[key] = "UDP"
                elif isinstance(new[key], int):
                    new[key] += self.random.choice([0, 1, 2])
                elif isinstance(new[key], str) and key != "protocol":
                    new[key] += "2"
        elif isinstance(new, str):
            new += "2"
        site.insert(self.random.randint(0, len(site)), new)
        return f"{path} {new!r}"

    def add_key(self, obj):
        found = self.pick((path, site) for path, site in sites(obj) if isinstance(site, dict) and path and path[-1] in STRING_MAPS and is_open(path[:-1], path[-1]))
        if not found:
            obj["metadata"].setdefault("labels", {})["added"] = "1"
            return "metadata.labels added"
        found[1][f"added-{self.random.randint(0, 9)}"] = self.random.choice(["1", "two", ""])
        return f"{found[0]} added"

    def add_field(self, obj):
        candidates = []
        for path, site in sites(obj):
            if isinstance(site, dict):
                names = [str(key) if isinstance(key, str) else "[]" for key in path]
                place = ".".join(names[-2:]).replace(".[]", "[]")
                for at in {place, f"{obj['kind']}.{names[-1]}" if len(path) == 1 else ""}:
                    candidates += [(path, site, key, value) for key, value in ADDITIONS.get(at, []) if key not in site]
        found = self.pick(candidates)
        if not found:
            return None
        path, site, key, value = found
        site[key] = copy.deepcopy(value)
        return f"{path} {key}"

    def respell(self, obj):
        def other(value):
            for spellings in SPELLINGS:
                if str(value) in spellings:
                    return self.random.choice([word for word in spellings if word != str(value)])
            return None
        found = self.pick((path, site, key) for path, site, key in self.scalars(obj)
                          if isinstance(site[key], (str, int)) and not isinstance(site[key], bool) and other(site[key])
                          and path and path[-1] in ("requests", "limits", "hard", "capacity", "emptyDir", "default", "defaultRequest"))
        if not found:
            return None
        path, site, key = found
        site[key] = other(site[key])
        return f"{path} {key}: {site[key]}"


class Editor(Mutator):
    """What people do to manifests: the same, and to state what changes nothing."""

    def state_default(self, obj, live):
        """What the server has filled in, stated."""
        def walk(wanted, got, path):
            if isinstance(wanted, dict) and isinstance(got, dict):
                for key, value in got.items():
                    if key in wanted:
                        yield from walk(wanted[key], value, path + (key,))
                    elif path and is_open(path, key) and path[0] != "metadata":
                        yield path, wanted, key, value
            elif isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
                for i, pair in enumerate(zip(wanted, got)):
                    yield from walk(*pair, path + (i,))
        found = self.pick(walk(obj, live, ()))
        if not found:
            return None
        path, site, key, value = found
        site[key] = copy.deepcopy(value)
        return f"state {path} {key}"

    def state_nothing(self, obj):
        found = self.pick((path, site) for path, site in sites(obj) if isinstance(site, dict) and path and path[0] == "spec"
                          and path[-1] not in STRING_MAPS)
        if not found:
            return None
        key, value = self.random.choice([("nodeSelector", None), ("annotations", {}), ("tolerations", []), ("minReadySeconds", None), ("securityContext", {}),
                                         ("env", None), ("resources", {}), ("strategy", {}), ("replicas", None)])
        if key in found[1]:
            return None
        found[1][key] = value
        return f"nothing {found[0]} {key}"

    def edit(self, obj, live):
        made = copy.deepcopy(obj)
        dice = self.random.random()
        if dice < 0.25:
            what = self.state_default(made, live)
            return (made, what) if what else None
        if dice < 0.35:
            what = self.state_nothing(made)
            return (made, what) if what else None
        return self.mutate(obj)
