import * as kubernetes from "@pulumi/kubernetes";

import { type ForeignStack } from "./stack";

const BOOKS = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: books, namespace: library }
spec:
  replicas: 3
  serviceName: books-peers
  selector: { matchLabels: { app: books } }
  template:
    metadata: { labels: { app: books } }
    spec: { containers: [{ name: books, image: "books:2" }] }
---
apiVersion: v1
kind: Service
metadata: { name: books, namespace: library }
spec: { selector: { app: books }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: books-peers, namespace: library }
spec: { clusterIP: None, selector: { app: books }, ports: [{ port: 7000 }] }
`;

const LOGS = `
apiVersion: v1
kind: List
items:
  - apiVersion: apps/v1
    kind: DaemonSet
    metadata: { name: logs, namespace: library }
    spec:
      selector: { matchLabels: { app: logs } }
      template:
        metadata: { labels: { app: logs } }
        spec: { containers: [{ name: logs, image: "logs:1" }] }
  - apiVersion: v1
    kind: Service
    metadata: { name: logs, namespace: library }
    spec: { internalTrafficPolicy: Local, selector: { app: logs }, ports: [{ port: 24224 }] }
`;

/** Manifests of files, with the Service by which a StatefulSet's pods find one another. */
export const configGroup: ForeignStack = {
    title: "manifests in a ConfigGroup: a StatefulSet, a DaemonSet and their Services",
    program: () => void new kubernetes.yaml.ConfigGroup("library", { yaml: [BOOKS, LOGS] }),
    findings: [["kubernetes-service-needs-affinity", "mandatory", "library/books", "spec.sessionAffinity"]],
};
