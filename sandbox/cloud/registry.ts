import { parseTypeToken } from "../../policy-pack/topology/type-token";
import { API_MANAGEMENT } from "./azure/api-management";
import { COGNITIVE_SERVICES } from "./azure/cognitive-services";
import { CONTAINER_APPS } from "./azure/container-apps";
import { FRONT_DOOR } from "./azure/front-door";
import { LOGIC } from "./azure/logic";
import { MANAGED_REDIS } from "./azure/managed-redis";
import { MONITORING } from "./azure/monitoring";
import { NETWORK } from "./azure/network";
import { PLATFORM } from "./azure/platform";
import { RESOURCES } from "./azure/resources";
import { SERVICE_NETWORKING } from "./azure/service-networking";
import { STORAGE } from "./azure/storage";
import { WEB } from "./azure/web/index";
import { genericKind } from "./generic";
import { type Kind } from "./kind";
import { AUTOSCALER } from "./kubernetes/autoscaler";
import { customObject } from "./kubernetes/custom";
import { DISRUPTION_BUDGET } from "./kubernetes/disruption-budget";
import { GATEWAY_FOR_CONTAINERS } from "./kubernetes/gateway-for-containers";
import { PLAIN_OBJECTS } from "./kubernetes/plain-objects";
import { RELEASE } from "./kubernetes/release";
import { SERVICE } from "./kubernetes/service";
import { WORKLOADS } from "./kubernetes/workloads";
import { RANDOM } from "./random";

const KINDS: readonly Kind[] = [
    ...RESOURCES,
    ...CONTAINER_APPS,
    ...API_MANAGEMENT,
    ...WEB,
    ...LOGIC,
    ...STORAGE,
    ...NETWORK,
    ...FRONT_DOOR,
    ...SERVICE_NETWORKING,
    ...PLATFORM,
    ...MANAGED_REDIS,
    ...MONITORING,
    ...COGNITIVE_SERVICES,
    ...PLAIN_OBJECTS,
    ...SERVICE,
    ...WORKLOADS,
    ...AUTOSCALER,
    ...DISRUPTION_BUDGET,
    ...GATEWAY_FOR_CONTAINERS,
    RELEASE,
    ...RANDOM,
];

const BY_KEY: ReadonlyMap<string, Kind> = new Map(KINDS.map((kind) => [kind.key, kind]));

/** The kind that a type token names, in whatever spelling, and the API version that the token asks for. */
export function kindOf(token: string): { kind: Kind; apiVersion?: string } {
    const parsed = parseTypeToken(token);
    if (!parsed) return { kind: genericKind("unknown", "unknown", token) };
    const { family, module, apiVersion, patch } = parsed;
    const key = `${family}:${module}:${parsed.kind}${patch ? "Patch" : ""}`;
    const kind =
        BY_KEY.get(key) ??
        (family === "kubernetes" ? customObject(module, parsed.kind, patch) : undefined) ??
        genericKind(family, module, parsed.kind);
    return { kind, ...(apiVersion === undefined ? {} : { apiVersion }) };
}

/** The kind with this key, for what was stored under it. */
export function kindByKey(key: string): Kind {
    return BY_KEY.get(key) ?? kindOf(key).kind;
}
