import { ENVOY_GATEWAY, ENVOY_GATEWAY_LATER } from "../support/kubernetes/definitions";
import { object, refuses, type Refused } from "../support/kubernetes/refused";
import { serverSuite } from "../support/kubernetes/suite";

const policy = (consistentHash: object) =>
    object("gateway.envoyproxy.io/v1alpha1", "BackendTrafficPolicy", {
        targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "orders" }],
        loadBalancer: { type: "ConsistentHash", consistentHash },
    });

const ENVOY_GATEWAY_REFUSES: readonly Refused[] = [
    {
        title: "a cookie under the type for headers",
        manifest: policy({ type: "Header", cookie: { name: "orders" } }),
        says: /If consistent hash type is header, the header field must be set/,
    },
    {
        title: "a header beside a client's address",
        manifest: policy({ type: "SourceIP", header: { name: "x-user" } }),
        says: /If consistent hash type is header, the header field must be set/,
    },
    {
        title: "the type for cookies without one",
        manifest: policy({ type: "Cookie" }),
        says: /If consistent hash type is cookie, the cookie field must be set/,
    },
    {
        title: "a cookie without a name",
        manifest: policy({ type: "Cookie", cookie: { ttl: "0s" } }),
        says: /consistentHash.cookie.name: Required value/,
    },
    {
        title: "a Service as its target",
        manifest: object("gateway.envoyproxy.io/v1alpha1", "BackendTrafficPolicy", {
            targetRefs: [{ group: "", kind: "Service", name: "orders" }],
        }),
        says: /this policy can only have a targetRefs\[\*\].group of gateway.networking.k8s.io/,
    },
];

const RELEASES = { "1.5": ENVOY_GATEWAY, "1.7": ENVOY_GATEWAY_LATER };

for (const [release, definitions] of Object.entries(RELEASES)) {
    serverSuite(`A real API server with the definitions of Envoy Gateway ${release}`, [definitions], (client) =>
        refuses(client, ENVOY_GATEWAY_REFUSES),
    );
}
