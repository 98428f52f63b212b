import { type Kind } from "../kind";
import { object } from "./object";
import { checkSchema, type Schema } from "./schema";

/**
 * Custom resources of Application Gateway for Containers, as far as the package writes them.
 * https://github.com/datreeio/CRDs-catalog/tree/main/alb.networking.azure.io
 */

const GROUP = "alb.networking.azure.io";
const TEXT: Schema = { type: "string" };

/** Its duration is a text: a number is refused. */
const sessionAffinity: Schema = {
    type: "object",
    required: ["affinityType"],
    properties: {
        affinityType: { type: "string", enum: ["application-cookie", "managed-cookie"] },
        cookieDuration: TEXT,
        cookieName: TEXT,
    },
};

const routeSettings: Schema = {
    type: "object",
    properties: { sessionAffinity, timeouts: { type: "object", properties: { routeTimeout: TEXT } } },
};

/** What the controller accepts only later, and reports in the object's status, is not checked here: `override` is such. */
export const ROUTE_POLICY_SPEC: Schema = {
    type: "object",
    required: ["targetRef"],
    properties: {
        targetRef: {
            type: "object",
            required: ["group", "kind", "name"],
            properties: {
                group: {
                    type: "string",
                    maxLength: 253,
                    pattern: "^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
                },
                kind: {
                    type: "string",
                    minLength: 1,
                    maxLength: 63,
                    pattern: "^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$",
                },
                name: { type: "string", minLength: 1, maxLength: 253 },
                namespace: {
                    type: "string",
                    minLength: 1,
                    maxLength: 63,
                    pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
                },
                sectionNames: { type: "array", items: TEXT },
            },
        },
        default: routeSettings,
        override: routeSettings,
    },
};

/** An extension's settings of one Service. */
export const BACKEND_SETTINGS: Schema = {
    type: "object",
    required: ["service"],
    properties: {
        service: TEXT,
        sessionAffinity,
        timeouts: { type: "object", properties: { requestTimeout: TEXT } },
        ports: {
            type: "array",
            items: {
                type: "object",
                required: ["protocol"],
                properties: {
                    name: TEXT,
                    port: { type: "integer", format: "int32" },
                    protocol: { type: "string", enum: ["HTTP", "HTTPS"] },
                },
            },
        },
        trustedRootCertificate: TEXT,
    },
};

export const APPLICATION_LOAD_BALANCER_SPEC: Schema = {
    type: "object",
    properties: { associations: { type: "array", items: TEXT } },
};

function customResource(kind: string, spec: Schema): Kind[] {
    return object({
        group: GROUP,
        kind,
        validate: (inputs, invalid) => checkSchema(inputs.at("spec"), spec, "spec", invalid),
    });
}

export const GATEWAY_FOR_CONTAINERS: readonly Kind[] = [
    ...customResource("RoutePolicy", ROUTE_POLICY_SPEC),
    ...customResource("IngressExtension", {
        type: "object",
        properties: { backendSettings: { type: "array", items: BACKEND_SETTINGS } },
    }),
    ...customResource("ApplicationLoadBalancer", APPLICATION_LOAD_BALANCER_SPEC),
];
