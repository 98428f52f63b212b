import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type StatelessArgs } from "../../affinity/stateless";

import { type ClientAffinity } from "./web-sites";

/** `cookie` keeps each client on the instance that it got first, `none` does not. */
export type WebAppAffinity = "cookie" | "none";

const WORDS = ["cookie", "none"] as const;

/** Arguments about the affinity of an app and its slots. */
export interface ClientAffinityArgs {
    /** Whether a client stays on its instance. Omitted: "cookie", or "none" where `stateless` is given. */
    affinity?: pulumi.Input<WebAppAffinity | undefined>;
    /**
     * True: the cookie is for the host that a proxy in front (Application Gateway, Front Door, API Management) names in
     * `X-Forwarded-Host`; without it the browser drops a cookie for a host that it never asked. Let only the proxy reach
     * the app then. Omitted: false. https://learn.microsoft.com/azure/app-service/configure-common
     */
    proxied?: pulumi.Input<boolean | undefined>;
    /** True: the cookie is partitioned (CHIPS), for an app that other sites embed. Omitted: false. */
    partitioned?: pulumi.Input<boolean | undefined>;
    /** Declares that any instance can serve any request. Omitted: the app is taken to be stateful. */
    stateless?: StatelessArgs;
}

interface AppAffinity {
    readonly affinity: pulumi.Output<WebAppAffinity>;
    readonly proxied: pulumi.Output<boolean>;
    readonly partitioned: pulumi.Output<boolean>;
}

/** No affinity, said in full: what was on before is turned off. */
export const NO_CLIENT_AFFINITY = {
    clientAffinityEnabled: false,
    clientAffinityProxyEnabled: false,
    clientAffinityPartitioningEnabled: false,
} as const satisfies ClientAffinity;

/** Checks the settings of affinity; returns what is written for the app, and for each slot. */
export function readClientAffinity(
    check: Checks,
    args: ClientAffinityArgs & {
        readonly slots?: Record<string, { affinity?: pulumi.Input<WebAppAffinity | undefined> }>;
    },
) {
    const held = readAffinity(check, args);
    const app = clientAffinity(held, held.affinity);
    const slots = Object.fromEntries(
        Object.entries(args.slots ?? {}).map(([slot, own]) => {
            const affinity = readSlotAffinity(check, `slots.${slot}.affinity`, own.affinity, args);
            return [slot, affinity === undefined ? app : clientAffinity(held, affinity)];
        }),
    );
    return { app, slots };
}

/** The settings of the app's affinity, held against each other once all are known. */
function readAffinity(check: Checks, args: ClientAffinityArgs): AppAffinity {
    const byDefault: WebAppAffinity = args.stateless ? "none" : "cookie";
    const held = check.together<{
        affinity: WebAppAffinity;
        proxied: boolean | undefined;
        partitioned: boolean | undefined;
    }>(
        {
            affinity: check.oneOf("affinity", args.affinity, WORDS) ?? byDefault,
            proxied: args.proxied,
            partitioned: args.partitioned,
        },
        (known) => {
            if (known.affinity === "cookie") return refuseStateless(check, "affinity", args);
            for (const setting of ["proxied", "partitioned"] as const) {
                if (known[setting]) {
                    check.fail(setting, true, 'it is about the cookie, and without affinity "cookie" there is none.');
                }
            }
        },
    );
    return {
        affinity: held.apply(({ affinity }) => affinity),
        proxied: held.apply(({ proxied }) => proxied ?? false),
        partitioned: held.apply(({ partitioned }) => partitioned ?? false),
    };
}

function readSlotAffinity(
    check: Checks,
    path: string,
    given: pulumi.Input<WebAppAffinity | undefined> | undefined,
    args: ClientAffinityArgs,
): pulumi.Output<WebAppAffinity> | undefined {
    const affinity = check.oneOf(path, given, WORDS);
    if (affinity === undefined) return undefined;
    return check.together<{ affinity: WebAppAffinity }>({ affinity }, (known) => {
        if (known.affinity === "cookie") refuseStateless(check, path, args);
    }).affinity;
}

function refuseStateless(check: Checks, path: string, args: ClientAffinityArgs): void {
    if (!args.stateless) return;
    check.conflict(path, "stateless", 'an app keeps its clients or is stateless. Leave it out, or set it to "none".');
}

/** The site's properties of affinity, all three written, so that what was on before is turned off where it is left out. */
function clientAffinity({ proxied, partitioned }: AppAffinity, affinity: pulumi.Output<WebAppAffinity>) {
    const enabled = affinity.apply((word) => word === "cookie");
    const withCookie = (setting: pulumi.Output<boolean>) =>
        pulumi.all([enabled, setting]).apply(([cookie, on]) => cookie && on);
    return {
        clientAffinityEnabled: enabled,
        clientAffinityProxyEnabled: withCookie(proxied),
        clientAffinityPartitioningEnabled: withCookie(partitioned),
    };
}
