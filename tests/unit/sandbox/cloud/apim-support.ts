import { type Cloud } from "../../../../sandbox/cloud";
import { BACKEND, GATEWAY, furnished, inGateway, inRg } from "./support";

const kind = (name: string) => `azure-native:apimanagement:${name}`;

export const POLICY = kind("Policy");
export const API_POLICY = kind("ApiPolicy");
export const OPERATION_POLICY = kind("ApiOperationPolicy");
export const PRODUCT_POLICY = kind("ProductPolicy");
export const FRAGMENT = kind("PolicyFragment");
export const NAMED_VALUE = kind("NamedValue");
export const CERTIFICATE = kind("Certificate");
export const API = kind("Api");
export const VERSION_SET = kind("ApiVersionSet");
export const OPERATION = kind("ApiOperation");
export const PRODUCT = kind("Product");
export const PRODUCT_API = kind("ProductApi");

/** What every refusal of a value begins with. */
export const INVALID = 'Status=400 Code="ValidationError" Message="One or more fields contain incorrect values: ';

/** A policy document with these statements in one section. */
export const inSection = (section: string, statements: string) =>
    `<policies><${section}>${statements}</${section}></policies>`;

/** Writes the global policy document of a service that has nothing else. */
export function savePolicy(value: string, format?: string, cloud: Cloud = furnished().cloud): void {
    const inputs = inGateway({ policyId: "policy", value });
    cloud.create(POLICY, format === undefined ? inputs : { ...inputs, format });
}

export function saveFragment(value: string, format = "rawxml", cloud: Cloud = furnished().cloud): void {
    cloud.create(FRAGMENT, inGateway({ id: "fragment", value, format }));
}

/** A service with a backend, a named value, a certificate, a fragment, and another service with nothing. */
export function stocked(): { cloud: Cloud; serviceId: string; certificateId: string; namedValueId: string } {
    const { cloud, serviceId } = furnished();
    cloud.create(GATEWAY, inRg({ serviceName: "gw2" }));
    cloud.create(BACKEND, inGateway({ backendId: "shop", url: "https://shop.example.com", protocol: "http" }));
    const { id: certificateId } = cloud.create(CERTIFICATE, inGateway({ certificateId: "client", data: "AAAA" }));
    const value = { namedValueId: "the-key", displayName: "key", value: "x" };
    const { id: namedValueId } = cloud.create(NAMED_VALUE, inGateway(value));
    cloud.create(FRAGMENT, inGateway({ id: "sign", format: "rawxml", value: "<fragment />" }));
    return { cloud, serviceId, certificateId, namedValueId };
}
