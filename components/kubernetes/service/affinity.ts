import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type Affinity, noAffinity } from "../../affinity/vocabulary";
import { type ServiceAffinity, type StickyServiceArgs } from "./args";

/** Kubernetes' default and its bound. https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity */
const DEFAULT_TIMEOUT_SECONDS = 10800;
const MAX_TIMEOUT_SECONDS = 86400;

/** The part of a Service's spec that keeps clients. */
export interface AffinitySpec {
    readonly sessionAffinity: ServiceAffinity;
    readonly sessionAffinityConfig?: { readonly clientIP: { readonly timeoutSeconds: number } } | undefined;
}

/** Checks what is said of affinity, and completes it. */
export function readAffinity(check: Checks, args: StickyServiceArgs): pulumi.Output<AffinitySpec> {
    const byDefault: ServiceAffinity = args.stateless ? "None" : "ClientIP";
    const timeoutSeconds = check.integer("timeoutSeconds", args.timeoutSeconds, {
        min: 1,
        max: MAX_TIMEOUT_SECONDS,
        unit: "seconds",
    });
    return check
        .together<{ sessionAffinity: ServiceAffinity; timeoutSeconds?: number }>(
            {
                sessionAffinity:
                    check.oneOf("sessionAffinity", args.sessionAffinity, ["ClientIP", "None"]) ?? byDefault,
                ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
            },
            (known) => {
                if (known.sessionAffinity === "ClientIP" && args.stateless) {
                    check.conflict(
                        "sessionAffinity",
                        args.sessionStore ? "sessionStore" : "stateless",
                        'a workload is sticky or stateless. Leave sessionAffinity out, or set it to "None".',
                    );
                }
                if (known.sessionAffinity === "None" && known.timeoutSeconds !== undefined) {
                    check.fail(
                        "timeoutSeconds",
                        known.timeoutSeconds,
                        'it has an effect with sessionAffinity "ClientIP" only; Kubernetes would drop it without a word.',
                    );
                }
            },
        )
        .apply((known) => ({
            sessionAffinity: known.sessionAffinity,
            sessionAffinityConfig:
                known.sessionAffinity === "ClientIP"
                    ? { clientIP: { timeoutSeconds: known.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS } }
                    : undefined,
        }));
}

/** The spec in the words that all platforms share. */
export function describeAffinity(spec: AffinitySpec): Affinity {
    const source = "spec.sessionAffinity";
    const timeout = spec.sessionAffinityConfig?.clientIP.timeoutSeconds;
    return timeout === undefined
        ? noAffinity(source)
        : { kind: "client-ip", strength: "strong", ttlSeconds: timeout, source };
}
