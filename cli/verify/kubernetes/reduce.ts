import { isRecord } from "../../../policy-pack/topology/values";
import { type JsonObject } from "../../azure/json";
import { pick } from "../pick";
import { type ClusterKind } from "./kinds";

const METADATA = ["name", "namespace", "labels", "annotations", "uid", "ownerReferences"];

/** Whose annotations say something about affinity. */
const ANNOTATIONS =
    /^(session-affinity-|(nginx\.ingress\.kubernetes\.io|nginx\.(org|com)|haproxy\.(org|com)|haproxy-ingress\.github\.io|traefik\.ingress\.kubernetes\.io|appgw\.ingress\.kubernetes\.io|alb\.networking\.azure\.io|istio\.io|gateway\.networking\.k8s\.io|autoscaling\.keda\.sh)\/|kubernetes\.io\/ingress\.class$|service\.beta\.kubernetes\.io\/azure-)/;
/** Of these, the ones that may hold what is sent on, or how to get in. */
const TELLTALE = /snippet|auth|secret|password|token|custom-|set-header|headers?$/i;
const NO_TELLTALE = /^istio\.io\/persistent-session/;

/** Members of routes that hold what is added to requests and answers, which may be secret, and that no rule reads. */
const SENT_ON = new Set([
    "filters",
    "requestHeadersPolicy",
    "responseHeadersPolicy",
    "requestHeaders",
    "responseHeaders",
    "corsPolicy",
    "jwtProviders",
]);

/** An object without all that the pack does not look at, so that nothing secret is left in it. */
export function reduced(object: JsonObject, { keeps }: ClusterKind): Record<string, unknown> {
    const metadata = pick(object["metadata"], METADATA) as Record<string, unknown> | undefined;
    return {
        ...(withoutSent(pick(object, keeps)) as Record<string, unknown>),
        metadata: { ...metadata, ...(metadata && annotationsOf(metadata)) },
    };
}

function annotationsOf({ annotations }: Readonly<Record<string, unknown>>): Record<string, unknown> {
    if (!isRecord(annotations)) return {};
    const kept = Object.entries(annotations).filter(
        ([name]) => ANNOTATIONS.test(name) && (NO_TELLTALE.test(name) || !TELLTALE.test(name)),
    );
    return { annotations: Object.fromEntries(kept) };
}

function withoutSent(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(withoutSent);
    if (!isRecord(value)) return value;
    const kept = Object.entries(value).filter(
        ([key, inner]) =>
            !SENT_ON.has(key) && !/snippets?$/i.test(key) && !(key === "headers" && changesHeaders(inner)),
    );
    return Object.fromEntries(kept.map(([key, inner]) => [key, withoutSent(inner)]));
}

/** Istio matches headers under the same name under which it changes them. */
function changesHeaders(headers: unknown): boolean {
    return isRecord(headers) && (isRecord(headers["request"]) || isRecord(headers["response"]));
}
