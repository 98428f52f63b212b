import { StickyService, type StickyServiceArgs } from "../../../components/kubernetes";
import { minimal, podSpec } from "../../unit/components/kubernetes/service/support";
import { type KeptCase, keeps } from "../support/kubernetes/kept";
import { serverSuite } from "../support/kubernetes/suite";

const REASON = "Reads from the cache that all pods share.";

/** What a Service keeps of its affinity to a client's address, for that time. */
const clientIp = (timeoutSeconds: number) => ({
    Service: { spec: { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds } } } },
});
const none = { Service: { spec: { sessionAffinity: "None", sessionAffinityConfig: undefined } } };

const service = (title: string, name: string, args: StickyServiceArgs, kept: KeptCase["kept"]): KeptCase => ({
    title,
    program: () => new StickyService(name, { ...minimal(), ...args }),
    kept,
});

const SERVICES: readonly KeptCase[] = [
    service("by itself", "plain", {}, clientIp(10800)),
    service("with a short timeout", "short", { timeoutSeconds: 1 }, clientIp(1)),
    service("with the longest timeout", "long", { timeoutSeconds: 86400 }, clientIp(86400)),
    service("with several pods on another port", "several", { replicas: 3, targetPort: 8080 }, clientIp(10800)),
    service("without affinity", "none", { sessionAffinity: "None" }, none),
    service("declared stateless", "free", { stateless: { reason: REASON, expiresOn: "2099-12-31" } }, none),
    service(
        "with several ports",
        "ports",
        {
            port: undefined,
            ports: [
                { name: "http", port: 80, targetPort: 8080 },
                { name: "dns", port: 53, protocol: "UDP" },
            ],
        },
        clientIp(10800),
    ),
    service(
        "with a StatefulSet",
        "stateful",
        {
            workload: "StatefulSet",
            volumeClaimTemplates: [
                {
                    metadata: { name: "data" },
                    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
                },
            ],
        },
        { ...clientIp(10800), StatefulSet: { spec: { volumeClaimTemplates: [{ metadata: { name: "data" } }] } } },
    ),
    service(
        "for pods that run already",
        "selecting",
        { podSpec: undefined, podLabels: { app: "cart" } },
        clientIp(10800),
    ),
    service(
        "with an autoscaler",
        "scaled",
        {
            podSpec: {
                ...podSpec,
                containers: [{ name: "api", image: "nginx", resources: { requests: { cpu: "500m" } } }],
            },
            autoscale: {
                minReplicas: 2,
                maxReplicas: 5,
                averageCpuUtilization: 60,
                scaleDownStabilizationSeconds: 600,
            },
        },
        {
            ...clientIp(10800),
            HorizontalPodAutoscaler: {
                spec: { minReplicas: 2, maxReplicas: 5, behavior: { scaleDown: { stabilizationWindowSeconds: 600 } } },
            },
            PodDisruptionBudget: { spec: { maxUnavailable: 1 } },
        },
    ),
    service(
        "with a disruption budget",
        "budgeted",
        { replicas: 3, podDisruptionBudget: { minAvailable: "50%" } },
        {
            ...clientIp(10800),
            PodDisruptionBudget: { spec: { minAvailable: "50%", maxUnavailable: undefined } },
        },
    ),
    service(
        "that drains its pods",
        "draining",
        {
            podSpec: { containers: [{ name: "api", image: "nginx" }] },
            drainSeconds: 60,
            readiness: { path: "/healthz" },
        },
        {
            ...clientIp(10800),
            Deployment: {
                spec: {
                    template: {
                        spec: {
                            terminationGracePeriodSeconds: 90,
                            containers: [
                                {
                                    lifecycle: { preStop: { sleep: { seconds: 60 } } },
                                    readinessProbe: { httpGet: { path: "/healthz" } },
                                },
                            ],
                        },
                    },
                },
            },
        },
    ),
    service(
        "at every node",
        "node-port",
        { type: "NodePort", externalTrafficPolicy: "Local" },
        {
            Service: { spec: { ...clientIp(10800).Service.spec, type: "NodePort", externalTrafficPolicy: "Local" } },
        },
    ),
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
