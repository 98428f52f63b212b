import * as kubernetes from "@pulumi/kubernetes";

import { type ForeignStack } from "./stack";

const BOOK_REVIEWS = { app: "reviews" };
const ISTIO = "networking.istio.io/v1";

function version(name: string): void {
    const labels = { ...BOOK_REVIEWS, version: name };
    new kubernetes.apps.v1.Deployment(`reviews-${name}`, {
        metadata: { name: `reviews-${name}` },
        spec: {
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers: [{ name: "reviews", image: `reviews:${name}` }] } },
        },
    });
}

/** Three versions of one service, one pod each, and weights between two of them in an Istio mesh. */
export const mesh: ForeignStack = {
    title: "three versions of a service in an Istio mesh",
    program() {
        ["v1", "v2", "v3"].forEach(version);
        const metadata = { name: "reviews" };
        new kubernetes.core.v1.Service("reviews", {
            metadata,
            spec: { selector: BOOK_REVIEWS, ports: [{ port: 9080, name: "http" }] },
        });
        const subsets = ["v1", "v2", "v3"].map((name) => ({ name, labels: { version: name } }));
        new kubernetes.apiextensions.CustomResource("reviews-versions", {
            apiVersion: ISTIO,
            kind: "DestinationRule",
            metadata,
            spec: { host: "reviews", subsets },
        });
        const to = (subset: string, weight: number) => ({ destination: { host: "reviews", subset }, weight });
        new kubernetes.apiextensions.CustomResource("reviews-weights", {
            apiVersion: ISTIO,
            kind: "VirtualService",
            metadata,
            spec: { hosts: ["reviews"], http: [{ route: [to("v1", 80), to("v2", 20)] }] },
        });
    },
    findings: [["kubernetes-service-needs-affinity", "mandatory", "reviews", "spec.sessionAffinity"]],
};
