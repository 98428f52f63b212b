import * as pulumi from "@pulumi/pulumi";

import { STATELESS_KEY, STATELESS_UNTIL_KEY, type StatelessArgs } from "./stateless";

/** Tags with the declaration among them, where there is one. */
export function declaredTags(
    tags: pulumi.Input<Record<string, pulumi.Input<string>> | undefined> | undefined,
    declaration: StatelessArgs | undefined,
): pulumi.Input<Record<string, pulumi.Input<string>> | undefined> | undefined {
    if (!declaration) return tags;
    return pulumi.output(tags).apply((given) => ({ ...given, ...declarationLabels(declaration) }));
}

/** The tags or annotations that carry a declaration. */
export function declarationLabels(declaration: StatelessArgs): Record<string, pulumi.Input<string>> {
    return {
        [STATELESS_KEY]: declaration.reason,
        ...(declaration.expiresOn === undefined
            ? {}
            : { [STATELESS_UNTIL_KEY]: declaration.expiresOn as pulumi.Input<string> }),
    };
}
