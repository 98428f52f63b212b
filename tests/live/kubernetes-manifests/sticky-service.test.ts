import { StickyService, type StickyServiceArgs } from "../../../components/kubernetes";
import { type KeptCase, keeps } from "../support/kubernetes/kept";
import { serverSuite } from "../support/kubernetes/suite";

const REASON = "Reads from the cache that all pods share.";

/** What a Service keeps of its affinity to a client's address, for that time. */
const clientIp = (timeoutSeconds: number) => ({
    Service: { spec: { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds } } } },
});
const none = { Service: { spec: { sessionAffinity: "None", sessionAffinityConfig: undefined } } };

const service = (title: string, name: string, args: Partial<StickyServiceArgs>, kept: KeptCase["kept"]): KeptCase => ({
    title,
    program: () =>
        new StickyService(name, { podSpec: { containers: [{ name: "api", image: "nginx" }] }, port: 80, ...args }),
    kept,
});

const SERVICES: readonly KeptCase[] = [
    service("by itself", "plain", {}, clientIp(10800)),
    service("with a short timeout", "short", { timeoutSeconds: 1 }, clientIp(1)),
    service("with the longest timeout", "long", { timeoutSeconds: 86400 }, clientIp(86400)),
    service("with several pods on another port", "several", { replicas: 3, targetPort: 8080 }, clientIp(10800)),
    service("without affinity", "none", { sessionAffinity: "None" }, none),
    service("declared stateless", "free", { stateless: { reason: REASON, expiresOn: "2099-12-31" } }, none),
    service("with a public load balancer", "public", { loadBalancer: {} }, clientIp(10800)),
    service("with an internal load balancer", "internal", { loadBalancer: { internal: true } }, clientIp(10800)),
    service(
        "with names, labels and a namespace of its own",
        "named",
        { namespace: "shop", serviceName: "orders", labels: { team: "shop" } },
        clientIp(10800),
    ),
];

serverSuite("A real Kubernetes API server takes and keeps a StickyService", [], (client) => keeps(client, SERVICES));
