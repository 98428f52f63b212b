import * as deserialize from "@pulumi/policy/deserialize";

/**
 * The part of CrossGuard's server that makes plain data of what the engine sends.
 * https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/deserialize.ts
 */
export interface Conversions {
    deserializeProperties: (sent: object, markSecrets: boolean) => object;
}

/**
 * Has CrossGuard's server convert what the engine sent once, where it would do so for each policy anew: of a large stack
 * most of the time of a pack goes there. For a process whose policies all leave what they are given as it is, since they
 * are given the same objects. Where the server has no such part, everything stays as it is.
 */
export function shareConversions(server: Partial<Conversions> = deserialize): void {
    const convert = server.deserializeProperties;
    if (typeof convert !== "function") return;
    const converted = new WeakMap<object, object>();
    server.deserializeProperties = (sent, markSecrets) => {
        // Of remediations, which mark secrets, one sees what another has made.
        if (markSecrets) return convert(sent, markSecrets);
        const known = converted.get(sent);
        if (known) return known;
        const properties = convert(sent, markSecrets);
        converted.set(sent, properties);
        return properties;
    };
}
