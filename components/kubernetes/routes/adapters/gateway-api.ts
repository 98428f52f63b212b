import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../../affinity/checks";
import { type NamedSessionPersistence, type TypedSessionPersistence } from "../../custom-resources/http-route";
import { type DeepInput } from "../../custom-resources/typed-object";
import { type AskedAffinity } from "../asked-affinity";
import { type GatewayApiArgs, type GatewayApiRelease } from "../controller-args";
import { affinityOf } from "../route-affinity";
import { gatewayDuration } from "../durations";
import { planGatewayRoute } from "../gateway-route";
import { type RouteAdapter, type RouteRequest } from "../plan";
import { mustBePresent } from "../present";
import { implementationFor } from "./gateway-implementation";

const RELEASES: readonly GatewayApiRelease[] = ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "next"];

/** Gateway API: `sessionPersistence` of the route's rule. https://gateway-api.sigs.k8s.io/geps/gep-1619/ */
export const gatewayApi: RouteAdapter<GatewayApiArgs> = (request) => {
    const { check, asked, settings } = request;
    const can = implementationFor(check, settings.implementation, asked);
    readChannel(check, settings.channel);
    const release = readRelease(check, settings.release, asked);
    const route = planGatewayRoute(request, "gatewayApi", release === "next" ? typed(asked) : named(asked));
    return {
        affinity: affinityOf(can, asked),
        warnings: warningsOf(request, release),
        create: (opts) => [route(opts)],
    };
};

/** Before the cookie's path could be told, Envoy Gateway gave each path of the route a cookie of its own. */
function warningsOf({ asked, paths, settings }: RouteRequest<GatewayApiArgs>, release: GatewayApiRelease): string[] {
    const apart = settings.implementation.envoyGateway !== undefined && release !== "next" && paths.length > 1;
    if (asked.kind !== "cookie" || !apart) return [];
    return [
        "Envoy Gateway limits the cookie to the path that the request matched, so that each of args.paths keeps clients by " +
            "itself. Give one path, where a client has to stay on one pod for all.",
    ];
}

function readChannel(check: Checks, channel: string): void {
    const path = "controller.gatewayApi.channel";
    mustBePresent(
        check,
        path,
        channel,
        'install the experimental channel\'s definitions, and say so by "experimental".',
    );
    if (channel !== "experimental") {
        check.fail(
            path,
            channel,
            'it has to be "experimental": the standard channel\'s HTTPRoute has no sessionPersistence, and the cluster would ' +
                "drop or refuse it.",
        );
    }
}

function readRelease(check: Checks, given: GatewayApiRelease, asked: AskedAffinity): GatewayApiRelease {
    const path = "controller.gatewayApi.release";
    const release = check.oneOf(
        path,
        check.required(path, given, 'give the release of the Gateway API in the cluster, such as "1.6".'),
        RELEASES,
    ) as GatewayApiRelease;
    if (release === "1.1" && asked.kind === "header") {
        check.fail(
            path,
            release,
            "its definitions refuse a header without a cookie's lifetime. " +
                "Install 1.2 or later. https://github.com/kubernetes-sigs/gateway-api/issues/3214",
        );
    }
    return release;
}

/** Up to 1.6. `idleTimeout` is never written: 1.6 has none. */
function named(asked: AskedAffinity): DeepInput<NamedSessionPersistence> {
    const sessionName = asked.name as pulumi.Input<string>;
    if (asked.kind === "header") return { type: "Header", sessionName };
    return { type: "Cookie", sessionName, cookieConfig: { lifetimeType: lifetimeOf(asked) }, ...timeoutOf(asked) };
}

/** After 1.6. */
function typed(asked: AskedAffinity): DeepInput<TypedSessionPersistence> {
    const name = asked.name as pulumi.Input<string>;
    if (asked.kind === "header") return { type: "Header", header: { name } };
    return { type: "Cookie", cookie: { name, path: "/", lifetimeType: lifetimeOf(asked) }, ...timeoutOf(asked) };
}

function lifetimeOf(asked: AskedAffinity): "Session" | "Permanent" {
    return asked.ttlSeconds === undefined ? "Session" : "Permanent";
}

/** A permanent cookie needs it. */
function timeoutOf(asked: AskedAffinity) {
    if (asked.ttlSeconds === undefined) return {};
    return { absoluteTimeout: pulumi.output(asked.ttlSeconds).apply(gatewayDuration) };
}
