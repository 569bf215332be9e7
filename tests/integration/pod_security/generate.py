"""Pods from a seed: every field that a check of the Pod Security Standards looks at, in valid, absent, empty and odd forms."""
import copy
import random

VERSIONS = ["v1.0", "v1.7", "v1.8", "v1.18", "v1.19", "v1.21", "v1.22", "v1.23", "v1.24", "v1.25", "v1.26", "v1.27", "v1.28", "v1.29",
            "v1.31", "v1.32", "v1.33", "v1.34", "v1.35", "v1.36"]
CAPABILITIES = ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
                "SETUID", "SYS_CHROOT", "NET_RAW", "SYS_ADMIN", "ALL", "NET_ADMIN", "chown", "CAP_CHOWN", "CAP_SYS_TIME", "BPF", ""]
SYSCTLS = ["kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
           "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout",
           "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem", "kernel.msgmax",
           "net.core.somaxconn", "net/ipv4/tcp_rmem", "vm.swappiness"]
PROFILES = [{"type": "RuntimeDefault"}, {"type": "Localhost", "localhostProfile": "a/b.json"}, {"type": "Unconfined"}, None]
SELINUX = [{}, None, {"level": "s0:c1,c2"}, {"type": ""}, {"type": "container_t"}, {"type": "container_init_t"}, {"type": "container_kvm_t"},
           {"type": "container_engine_t"}, {"type": "spc_t"}, {"user": "system_u"}, {"role": "system_r"}, {"user": ""}, {"role": None, "type": "x"},
           {"user": "u", "role": "r", "type": "t", "level": "s0"}, {"type": None}]
VOLUMES = [
    {"configMap": {"name": "c"}}, {"csi": {"driver": "d.example.com"}}, {"emptyDir": {}}, {"emptyDir": None}, {}, {"emptyDir": {"medium": "Memory"}},
    {"downwardAPI": {"items": [{"path": "l", "fieldRef": {"fieldPath": "metadata.labels"}}]}}, {"persistentVolumeClaim": {"claimName": "c"}},
    {"ephemeral": {"volumeClaimTemplate": {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}}},
    {"projected": {"sources": [{"configMap": {"name": "c"}}]}}, {"secret": {"secretName": "s"}}, {"image": {"reference": "example.org/a:1"}},
    {"hostPath": {"path": "/var"}}, {"hostPath": {"path": "/run/x.sock", "type": "Socket"}}, {"hostPath": None, "emptyDir": {}}, {"hostPath": None},
    {"gcePersistentDisk": {"pdName": "d"}}, {"awsElasticBlockStore": {"volumeID": "v"}}, {"nfs": {"server": "s", "path": "/"}},
    {"iscsi": {"targetPortal": "1.2.3.4:3260", "iqn": "iqn.2001-04.com.example:storage", "lun": 0}},
    {"glusterfs": {"endpoints": "e", "path": "p"}}, {"rbd": {"monitors": ["m"], "image": "i"}}, {"flexVolume": {"driver": "example.com/d"}},
    {"cinder": {"volumeID": "v"}}, {"cephfs": {"monitors": ["m"]}}, {"flocker": {"datasetName": "d"}},
    {"fc": {"targetWWNs": ["w"], "lun": 1}}, {"azureFile": {"secretName": "s", "shareName": "n"}}, {"vsphereVolume": {"volumePath": "p"}},
    {"quobyte": {"registry": "r:1", "volume": "v"}}, {"azureDisk": {"diskName": "d", "diskURI": "https://d.example.org/d"}},
    {"photonPersistentDisk": {"pdID": "p"}}, {"portworxVolume": {"volumeID": "v"}},
    {"scaleIO": {"gateway": "g", "system": "s", "secretRef": {"name": "n"}, "volumeName": "v"}}, {"storageos": {"volumeName": "v"}},
    {"gitRepo": {"repository": "https://example.org/r"}},
]
HOSTS = ["127.0.0.1", "10.1.2.3", "localhost", "example.org", "", None]
APPARMOR = "container.apparmor.security.beta.kubernetes.io/"
SECCOMP = "seccomp.security.alpha.kubernetes.io/pod"
SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/"


def restricted_container(name):
    return {"name": name, "image": "example.org/app:1", "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}}


def bare(rng):
    return {"containers": [{"name": name, "image": "example.org/app:1"} for name in ("a", "b", "c")[:rng.choice([1, 1, 2, 3])]]}


def restricted(rng):
    return {"securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
            "containers": [restricted_container(name) for name in ("a", "b", "c")[:rng.choice([1, 1, 2, 3])]]}


def restricted_by_container(rng):
    spec = restricted(rng)
    for container in spec["containers"]:
        container["securityContext"].update(spec["securityContext"])
    del spec["securityContext"]
    return spec


def windows(rng):
    return {"os": {"name": "windows"}, "securityContext": {"runAsNonRoot": True}, "containers": [{"name": "a", "image": "example.org/app:1"}]}


def own_users(rng):
    return dict(restricted(rng), hostUsers=False)


def node(rng):
    return dict(windows(rng), hostNetwork=True, securityContext={"windowsOptions": {"hostProcess": True, "runAsUserName": "NT AUTHORITY\\SYSTEM"}})


BASES = [bare, restricted, restricted, restricted, restricted_by_container, restricted_by_container, windows, own_users, own_users, node]


def containers(spec):
    return spec["containers"] + (spec.get("initContainers") or [])


def context(rng, spec):
    """The security context of the pod or of a container, made when it is not there; and whether it is a container's."""
    owner = rng.choice([spec, *containers(spec)])
    if owner.get("securityContext") is None:
        owner["securityContext"] = {}
    return owner["securityContext"], owner is not spec


def container_context(rng, spec):
    owner = rng.choice(containers(spec))
    if owner.get("securityContext") is None:
        owner["securityContext"] = {}
    return owner["securityContext"]


def host_namespaces(rng, pod, spec):
    spec[rng.choice(["hostNetwork", "hostPID", "hostIPC"])] = rng.choice([True, True, False, None])


def privileged(rng, pod, spec):
    container_context(rng, spec).update(privileged=rng.choice([True, False, None]))
    if rng.random() < 0.5:
        for container in containers(spec):
            (container.get("securityContext") or {}).pop("allowPrivilegeEscalation", None)


def capabilities_add(rng, pod, spec):
    chosen = container_context(rng, spec)
    kept = chosen.get("capabilities") or {}
    chosen["capabilities"] = dict(kept, add=rng.choice([None, [], rng.sample(CAPABILITIES, rng.randint(1, 4)), ["NET_BIND_SERVICE"],
                                                        [rng.choice(CAPABILITIES)]]))


def capabilities_drop(rng, pod, spec):
    chosen = container_context(rng, spec)
    kept = chosen.get("capabilities") or {}
    chosen["capabilities"] = rng.choice([None, {}, dict(kept, drop=rng.choice([None, [], ["ALL"], ["all"], ["NET_RAW", "ALL"], ["NET_RAW"], ["CAP_ALL"]]))])


def volumes(rng, pod, spec):
    made = [dict(copy.deepcopy(rng.choice(VOLUMES)), name=f"v{i}") for i in range(rng.randint(0, 3))]
    spec["volumes"] = made or rng.choice([None, []])


def ports(rng, pod, spec):
    chosen = rng.choice(containers(spec))
    made = [dict({"containerPort": port}, **rng.choice([{}, {"hostPort": 0}, {"hostPort": None}, {"hostPort": port}, {"hostPort": port, "protocol": "UDP"},
                                                         {"name": f"p{port}"}])) for port in rng.sample([80, 443, 8080, 9], rng.randint(0, 2))]
    chosen["ports"] = made or rng.choice([None, []])


def host_network(rng, pod, spec):
    spec["hostNetwork"] = True
    ports(rng, pod, spec)


def handler(rng):
    host = rng.choice(HOSTS)
    return rng.choice([{"httpGet": {"port": 80, "host": host}}, {"tcpSocket": {"port": 80, "host": host}}, {"exec": {"command": ["true"]}},
                       {"httpGet": {"port": "web", "path": "/"}}, {"grpc": {"port": 9}}, {"httpGet": None, "tcpSocket": {"port": 1, "host": host}}])


def probes(rng, pod, spec):
    chosen = rng.choice(containers(spec))
    for _ in range(rng.randint(1, 2)):
        chosen[rng.choice(["livenessProbe", "readinessProbe", "startupProbe"])] = rng.choice([None, handler(rng), handler(rng)])


def lifecycle(rng, pod, spec):
    hook = handler(rng)
    hook.pop("grpc", None)
    hook = hook or {"exec": {"command": ["true"]}}
    rng.choice(containers(spec))["lifecycle"] = rng.choice([None, {}, {rng.choice(["preStop", "postStart"]): hook}, {"preStop": hook, "postStart": None}])


def apparmor(rng, pod, spec):
    context(rng, spec)[0]["appArmorProfile"] = copy.deepcopy(rng.choice(PROFILES))


def annotate(pod, key, value):
    if pod["metadata"].get("annotations") is None:
        pod["metadata"]["annotations"] = {}
    pod["metadata"]["annotations"][key] = value


def apparmor_annotation(rng, pod, spec):
    name = rng.choice(containers(spec))["name"]
    annotate(pod, APPARMOR + name, rng.choice(["unconfined", "unconfined", "runtime/default", "localhost/a", "", None]))
    if rng.random() < 0.3:
        spec.setdefault("securityContext", {})
        spec["securityContext"] = dict(spec["securityContext"] or {}, appArmorProfile=rng.choice(PROFILES))


def seccomp(rng, pod, spec):
    context(rng, spec)[0]["seccompProfile"] = copy.deepcopy(rng.choice(PROFILES))


def seccomp_annotation(rng, pod, spec):
    key = rng.choice([SECCOMP, SECCOMP_CONTAINER + rng.choice(containers(spec))["name"], SECCOMP_CONTAINER + "nobody"])
    annotate(pod, key, rng.choice(["unconfined", "unconfined", "runtime/default", "docker/default", "localhost/a", "localhost/unconfined"]))
    if rng.random() < 0.7:
        for owner in [spec, *containers(spec)]:
            (owner.get("securityContext") or {}).pop("seccompProfile", None)


def selinux(rng, pod, spec):
    context(rng, spec)[0]["seLinuxOptions"] = copy.deepcopy(rng.choice(SELINUX))


def proc_mount(rng, pod, spec):
    container_context(rng, spec)["procMount"] = rng.choice(["Unmasked", "Default", None])
    if rng.random() < 0.6:
        spec["hostUsers"] = False


def host_users(rng, pod, spec):
    spec["hostUsers"] = rng.choice([True, False, False, None])


def sysctls(rng, pod, spec):
    owner = spec.setdefault("securityContext", {}) or {}
    spec["securityContext"] = dict(owner, sysctls=rng.choice([None, [], [{"name": name, "value": "1"} for name in rng.sample(SYSCTLS, rng.randint(1, 3))]]))


def host_process(rng, pod, spec):
    context(rng, spec)[0]["windowsOptions"] = rng.choice([None, {}, {"hostProcess": True}, {"hostProcess": False}, {"runAsUserName": "x"}, {"hostProcess": None}])
    if rng.random() < 0.6:
        spec["hostNetwork"] = True


def escalation(rng, pod, spec):
    container_context(rng, spec)["allowPrivilegeEscalation"] = rng.choice([True, False, None])


def non_root(rng, pod, spec):
    context(rng, spec)[0]["runAsNonRoot"] = rng.choice([True, False, None])


def user(rng, pod, spec):
    context(rng, spec)[0]["runAsUser"] = rng.choice([0, 0, 1, 1000, None])


def no_context(rng, pod, spec):
    rng.choice([spec, *containers(spec)])["securityContext"] = rng.choice([None, {}])


def init_container(rng, pod, spec):
    made = rng.choice([restricted_container("init"), {"name": "init", "image": "example.org/init:1"}, dict(restricted_container("side"), restartPolicy="Always")])
    spec["initContainers"] = rng.choice([None, [], [made], [made], [made]])


def operating_system(rng, pod, spec):
    spec["os"] = rng.choice([{"name": "windows"}, {"name": "linux"}, None])


def metadata(rng, pod, spec):
    pod["metadata"].update(rng.choice([{"annotations": None}, {"annotations": {}}, {"labels": {"a": "b"}}, {"annotations": {"note": None}},
                                       {"ownerReferences": [{"apiVersion": "v1", "kind": "Node", "name": "n", "uid": "u", "controller": True}]},
                                       {"ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "r", "uid": "u", "controller": True}]},
                                       {"ownerReferences": None}]))


MUTATIONS = [host_namespaces, privileged, capabilities_add, capabilities_drop, volumes, volumes, ports, host_network, probes, lifecycle, apparmor,
             apparmor_annotation, seccomp, seccomp_annotation, selinux, selinux, proc_mount, host_users, sysctls, host_process, escalation, non_root, user,
             no_context, init_container, operating_system, metadata]


def pod(rng, name):
    spec = rng.choice(BASES)(rng)
    made = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": spec}
    if rng.random() < 0.3:
        init_container(rng, made, spec)
    for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 3, 4])):
        rng.choice(MUTATIONS)(rng, made, spec)
    return made


def pods(seed, count):
    rng = random.Random(seed)
    return [pod(rng, f"pod-{i}") for i in range(count)]


def controllers(seed, count):
    """Objects with a pod template, of each kind."""
    rng = random.Random(seed)
    return [controller(rng, rng.choice(sorted(TEMPLATES)), i) for i in range(count)]


TEMPLATES = {"Deployment": "apps/v1", "ReplicaSet": "apps/v1", "StatefulSet": "apps/v1", "DaemonSet": "apps/v1", "Job": "batch/v1", "CronJob": "batch/v1",
             "ReplicationController": "v1"}


def controller(rng, kind, index):
    made = pod(rng, "template")
    labels = {"app": "a"}
    made["metadata"] = dict({k: v for k, v in made["metadata"].items() if k == "annotations"}, labels=labels)
    template = {"metadata": made["metadata"], "spec": made["spec"]}
    if kind in ("Job", "CronJob"):
        template["spec"]["restartPolicy"] = "Never"
    if kind == "Job":
        spec = {"template": template}
    elif kind == "CronJob":
        spec = {"schedule": "0 * * * *", "jobTemplate": {"spec": {"template": template}}}
    else:
        spec = {"template": template, "selector": labels if kind == "ReplicationController" else {"matchLabels": labels}}
        if kind == "StatefulSet":
            spec["serviceName"] = "s"
    return {"apiVersion": TEMPLATES[kind], "kind": kind, "metadata": {"name": f"{kind.lower()}-{index}"}, "spec": spec}
