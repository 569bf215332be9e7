"""What is to come of each fault at each collector: the data of test_matrix.py."""
import re

# Collectors: the requests that a fault meets, as the report names them when they fail; `policies` depend on them: none of their
# results may be pass or fail unless it was so without the fault, and each of them must be unknown for the cluster.
OBJECTS = ["t.deployments", "workload.resources-set", "drift.in-sync"]
COLLECTORS = {
    "version": {
        "request": r"^/version$", "unread": "version", "policies": ["cluster.supported-version"]},
    "uid": {
        "request": r"^/api/v1/namespaces/kube-system$", "unread": "namespaces/kube-system", "policies": []},
    "core discovery": {
        "request": r"^/api$", "unread": "discovery of /api", "policies": ["t.configmaps", "t.secrets", "drift.in-sync"]},
    "discovery of groups": {
        "request": r"^/apis$", "unread": "discovery of /apis", "policies": OBJECTS},
    "discovery of a group": {
        "request": r"^/apis/apps/v1$", "unread": "apps/v1", "policies": OBJECTS, "accept": "application/json"},
    "all discovery": {
        "request": r"^/apis?$", "unread": "discovery", "state": "unreachable",
        "policies": OBJECTS + ["t.configmaps", "t.secrets", "cluster.supported-version"]},
    "early list": {
        "request": r"^/apis/autoscaling/v2/horizontalpodautoscalers\?", "unread": "horizontalpodautoscalers.autoscaling", "policies": []},
    "list": {
        "request": r"^/apis/apps/v1/deployments\?(?!.*continue=)", "unread": "deployments.apps", "policies": OBJECTS},
    "list of metadata": {
        "request": r"^/api/v1/secrets\?(?!.*continue=)", "unread": "secrets", "policies": ["t.secrets"]},
    # Either way to a schema stands in for the other.
    "index of schemas": {"request": r"^/openapi/v3(\?|$)", "heals": True},
    "document of schemas": {"request": r"^/openapi/v3/", "heals": True},
    "definition": {"request": r"^/openapi/v3|/customresourcedefinitions/", "unread": "schema of widgets.shop.example.com",
                   "policies": ["drift.in-sync", "drift.extra"]},
    "second page": {
        "request": r"^/apis/apps/v1/deployments\?.*continue=", "unread": "deployments.apps", "policies": OBJECTS},
}
OF_ALL_CLUSTERS = ["images.tag-immutable"]  # results of one cluster that need the others
LISTS = ("early list", "list", "list of metadata", "second page")

# Faults: the reason that is given, a pattern; None: it is no fault to a client that does it right, and the report is that of a
# run without it. A pair: at lists, elsewhere.
UNREADABLE = r"^the answer cannot be read: "
LATE = r"^no complete answer from '.*' within \d+ s$"
SLOW = ("stalls", "endless chunks", "slow header", "silence", "HTTP/2: stream stalls")  # only time ends these
REFUSALS = ("429 with Retry-After", "429", "503")  # are tried again for seconds
NOT_A_LIST = r"^the answer is not a list"
WRONG = (NOT_A_LIST, r"^the answer does not have it$|^not a discovery document: |^not a CustomResourceDefinition|"
         r"^not an index of OpenAPI documents: |^the CustomResourceDefinition has no schema")
FAULTS = {
    "401": r"^HTTP 401: Unauthorized$",
    "403": r"^HTTP 403: the test forbids it; needs: (get|list) ",
    "404": r"^HTTP 404: the test does not find it$",
    "410": r"HTTP 410",
    "410 with a token": r"HTTP 410",
    "429": r"^HTTP 429: too many requests of the test$",
    "429 once": None,
    "429 with Retry-After": r"^HTTP 429: too many requests of the test$",
    "429 once with Retry-After": None,
    "500": r"^HTTP 500: the test breaks$",
    "500 once": None,
    "503": r"^HTTP 503: the test is tired$",
    "503 once": None,
    "reset": r"^(lost the connection to|the answer was cut short by) '",
    "reset once": None,
    "truncated": UNREADABLE,
    "stalls": LATE,
    "twice the announced length": UNREADABLE,
    "half the announced length": r"^(lost the connection to|the answer was cut short by) '",
    "chunks without end mark": r"^(lost the connection to|the answer was cut short by) '",
    "endless chunks": LATE + r"|larger than",
    "gzip bomb": r"^the answer of '.*' unpacks to more than 200 times its size$",
    "no gzip where gzip is said": r"^the answer is not what it says it is from '",
    "gzip": None,
    "10,000 deep": UNREADABLE,
    "10,000 deep and open": UNREADABLE,
    "invalid UTF-8": UNREADABLE,
    "duplicate keys": None,  # the last one counts, as in Go
    "a number out of range": UNREADABLE,
    "a number of 5,000 digits": UNREADABLE,
    "a large integer": None,
    "slow header": LATE,
    "redirect": r"^HTTP 302",
    "login page": UNREADABLE,
    "login page as JSON": UNREADABLE,
    "empty": UNREADABLE,
    "null": WRONG,
    "wrong kind": WRONG,
    "a failure with status 200": WRONG,
    "wrong content type": None,
    "truncated protobuf": None,
    "bit flips in protobuf": None,
    "truncated protobuf, then truncated JSON": UNREADABLE,
}
OF_LISTS = [fault for fault in FAULTS if "protobuf" in fault]  # nothing else is asked for in protobuf
WARNING = "%s: protobuf came that cannot be read, and was asked for in JSON"

# Of the connection itself, which knows no requests: the whole cluster from the first one on, or every list.
CONNECTIONS = {
    "certificate of another name": r"^cannot trust '.*'",
    "expired certificate": r"^cannot trust '.*expired",
    "certificate that nobody vouches for": r"^cannot trust '.*'",
    "no TLS": r"^no TLS connection to '",
    "silence": r"^no connection to '.*' within|" + LATE,
    "hangs up": r"^(no TLS connection to|lost the connection to) '",
}

# Of HTTP/2, which knows requests by number only: from the fifth on, when everything but lists was asked for; at one list; at each
# tenth request of a connection.
CUT = r"^(lost the connection to|the answer was cut short by) '"
HTTP2 = {
    ("HTTP/2: stream reset", "always"): CUT,
    ("HTTP/2: stream reset", "once"): None,
    ("HTTP/2: stream refused", "always"): CUT,
    ("HTTP/2: stream refused", "once"): None,
    ("HTTP/2: stream stalls", "always"): LATE,
    # Asked for once more: libcurl may miss the end of an answer that came as a whole.
    ("HTTP/2: stream stalls", "once"): None,
    ("HTTP/2: goodbye", "once"): None,
    ("HTTP/2: goodbye", "always"): None,
    ("HTTP/2: goodbye", "often"): None,
    ("HTTP/2: goodbye to some", "once"): None,
    ("HTTP/2: goodbye to some", "often"): None,
    ("HTTP/2: goodbye, calm down", "once"): None,
    ("HTTP/2: goodbye, calm down", "often"): None,
    ("HTTP/2: connection ends with streams open", "once"): None,
    ("HTTP/2: connection ends with streams open", "always"): CUT,
    # Of a connection that breaks libcurl calls some answers done that are not: they cannot be read.
    ("HTTP/2: stray frame", "always"): CUT + "|" + UNREADABLE,
}
FIRST = {"always": 4, "once": 12, "often": 0}
COLUMNS = {"always": "all lists", "once": "one list", "often": "a tenth"}

UNREACHED = {
    "refused": r"^cannot connect to '.*': Connection refused$",
    "unknown host": r"^cannot find the host of '",
}


def reason(fault, collector):
    """The pattern of the reason, or None."""
    expected = None if COLLECTORS[collector].get("heals") else FAULTS[fault]
    if isinstance(expected, tuple):
        expected = expected[0 if collector in LISTS else 1]
    return re.compile(expected) if expected else None
