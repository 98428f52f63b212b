import { type Checks } from "../../../affinity/checks";
import { type AskedAffinity } from "../asked-affinity";
import { capabilityFor, thoseThatKeep } from "../capability";
import { type GatewayApiImplementationArgs } from "../controller-args";
import { type RouteCapability } from "../controllers";
import { mustBePresent } from "../present";

const PATH = "controller.gatewayApi.implementation";

const ROUTE_POLICY = "Take a StickyRoutePolicy in place of a StickyRoute.";

/** Implementations that ignore `sessionPersistence`, and what works with them. */
const IGNORING: Readonly<Record<string, string>> = {
    istio: "Take controller.istio.",
    traefik: "Take controller.traefik.",
    contour: "Take controller.contour.",
    applicationgatewayforcontainers: ROUTE_POLICY,
    agc: ROUTE_POLICY,
    azurealb: ROUTE_POLICY,
    gke: "Take Google's own policy of the backend.",
    kong: "Take Kong's own policy of the upstream.",
    gloo: "Take Gloo's own upstream.",
};

/** What the implementation can do, or an error that says what works instead. */
export function implementationFor(
    check: Checks,
    given: GatewayApiImplementationArgs,
    asked: AskedAffinity,
): Pick<RouteCapability, "kind" | "strength" | "customName" | "key" | "source"> {
    mustBePresent(check, PATH, given, "say what serves the Gateway: most implementations ignore sessionPersistence.");
    for (const name of [...Object.keys(given), given.other?.name ?? ""]) refuseIgnoring(check, name);
    const name = check.exactlyOne(`${PATH}.`, given, ["envoyGateway", "nginxGatewayFabric", "cilium", "other"]);
    if (name === "other") return readOther(check, given.other as NonNullable<typeof given.other>, asked);
    readDeclarations(check, given);
    return capabilityFor(check, `gatewayApi.implementation.${name}`, asked);
}

function refuseIgnoring(check: Checks, name: string): void {
    const key = name.toLowerCase().replaceAll(/[^a-z]/g, "");
    if (!Object.hasOwn(IGNORING, key)) return;
    throw check.fault(PATH, `is ${JSON.stringify(name)}, which ignores sessionPersistence. ${IGNORING[key]}`);
}

function readDeclarations(check: Checks, { nginxGatewayFabric, cilium }: GatewayApiImplementationArgs): void {
    const declared: readonly (readonly [string, unknown, string])[] = [
        [
            "nginxGatewayFabric.plus",
            nginxGatewayFabric === undefined || nginxGatewayFabric.plus,
            "open source reports the field as forbidden. Only NGINX Plus keeps sessions; declare it by true.",
        ],
        [
            "nginxGatewayFabric.experimentalFeatures",
            nginxGatewayFabric === undefined || nginxGatewayFabric.experimentalFeatures,
            "it honours the field with --gateway-api-experimental-features only; declare it by true.",
        ],
        [
            "cilium.sessionPersistence",
            cilium === undefined || cilium.sessionPersistence,
            "releases before August 2026 ignore the field; declare by true that yours has it.",
        ],
    ];
    for (const [path, value, rule] of declared) if (value !== true) check.missing(`${PATH}.${path}`, rule);
}

function readOther(
    check: Checks,
    { name, honours }: NonNullable<GatewayApiImplementationArgs["other"]>,
    asked: AskedAffinity,
): ReturnType<typeof implementationFor> {
    mustBePresent(check, `${PATH}.other.name`, name, "name the implementation.");
    mustBePresent(
        check,
        `${PATH}.other.honours`,
        honours,
        'say what its documentation says: "cookie", "header" or both.',
    );
    honours.forEach((kind, index) => void check.oneOf(`${PATH}.other.honours[${index}]`, kind, ["cookie", "header"]));
    const kind = honours.find((one) => one === asked.kind);
    if (kind === undefined) {
        throw check.fault(
            `affinity.${asked.member}`,
            `asks what ${name} is not said to honour. It is kept by ${thoseThatKeep(asked)}.`,
        );
    }
    return { kind, strength: "strong", customName: true, source: "spec.rules[0].sessionPersistence" };
}
