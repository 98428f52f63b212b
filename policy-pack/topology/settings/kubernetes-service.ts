import { type Affinity, noAffinity } from "../../../components/affinity/vocabulary";
import { serviceAffinity, whyNoChoice } from "../readers/kubernetes";
import { haproxyOnService, traefikOnService } from "../readers/routes/ingress-controllers";
import { labelAffinity } from "../readers/routes/istio";
import { type ParsedResource } from "../resource";
import { type Fact, fact, lookup, lookupText, notYet } from "../values";

import { HAPROXY_ON_SERVICE, TRAEFIK_COOKIE } from "./annotations";
import { annotationPath, isAnnotated, type Setting, type SettingsReader } from "./setting";

const PATH = "spec.sessionAffinity";
const CONFIG_PATH = "spec.sessionAffinityConfig";

/** ClientIP of a Service, and what its annotations and labels tell routes. */
export const kubernetesService: SettingsReader = (service) => [
    ...clientIp(service),
    ...configuration(service),
    ...forRoutes(service),
];

function clientIp({ properties }: ParsedResource): Setting[] {
    const asked = lookupText(properties, PATH);
    const choice = whyNoChoice(properties);
    const fix =
        'Let the Service pick the pods (a spec.clusterIP other than "None", a spec.type other than "ExternalName")';
    if (asked.state === "unknown" && choice.state === "known") {
        return [{ path: PATH, affinity: notYet(asked.path), fix }];
    }
    if (asked.state !== "known" || asked.value === "None") return [];
    return [{ path: PATH, affinity: chosen(properties), fix: asked.value === "ClientIP" ? fix : SET_CLIENT_IP }];
}

const SET_CLIENT_IP = `Set ${PATH} to "ClientIP"`;

function chosen(properties: unknown): Fact<Affinity> {
    const choice = whyNoChoice(properties);
    if (choice.state === "unknown") return notYet(choice.path);
    return choice.state === "known"
        ? fact(noAffinity(`nothing reads it off a Service with ${choice.value}`))
        : serviceAffinity(properties);
}

/** The timeout of ClientIP without ClientIP. A patch may lay it over a Service that has it. */
function configuration({ properties, token }: ParsedResource): Setting[] {
    const asked = lookupText(properties, PATH);
    const isMissing = asked.state === "absent" ? !token.patch : asked.state === "known" && asked.value === "None";
    if (lookup(properties, CONFIG_PATH).state !== "known" || !isMissing) return [];
    return [{ path: CONFIG_PATH, affinity: serviceAffinity(properties), fix: SET_CLIENT_IP }];
}

function forRoutes(service: ParsedResource): Setting[] {
    const label = labelAffinity(service);
    const cookie = isAnnotated(service, TRAEFIK_COOKIE) ? traefikOnService(service) : undefined;
    const haproxy = HAPROXY_ON_SERVICE.find((name) => isAnnotated(service, name));
    const kept = haproxy === undefined ? undefined : haproxyOnService(service);
    const fix = "Remove traefik.ingress.kubernetes.io/service.nativelb from the Service";
    return [
        ...(label?.known ? [{ path: "metadata.labels", affinity: label, fix: "" }] : []),
        ...(cookie ? [{ path: annotationPath(TRAEFIK_COOKIE), affinity: cookie, fix }] : []),
        ...(kept?.known && haproxy !== undefined ? [{ path: annotationPath(haproxy), affinity: kept, fix: "" }] : []),
    ];
}
