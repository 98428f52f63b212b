import { mixedStack } from "./mixed-stack";

/** What `pulumi stack export` writes of a stack of so many resources: each with inputs, and outputs that say the same. */
export function stackExport(size: number): string {
    const resources = mixedStack(size).resources.map(({ provider, properties, name: _, ...resource }) => ({
        ...resource,
        custom: true,
        inputs: properties,
        outputs: properties,
        ...(provider === undefined ? {} : { provider: `${provider}::id` }),
    }));
    return JSON.stringify({ version: 3, deployment: { manifest: {}, resources } }, undefined, 4);
}
