import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

import { BACKEND_ID, type BackendPlaceArgs, readPlace } from "../backends/backend-args";

/** URN of azure-native's own backend, at its default API version or another. */
const FORMER_URN = /^urn:pulumi:[^:]+::[^:]+::(?:.+\$)?azure-native:apimanagement(?:\/v\w+)?:Backend::.+$/;
const FORMER_TYPE = "azure-native:apimanagement:Backend";

/** What a pool was before it was this component's. */
export interface PoolOriginArgs {
    /**
     * The `azure-native:apimanagement:Backend` that this pool was in this stack so far: its name in the program where it had
     * no parent, else its whole URN. It is updated in place; `backendId` has to stay as it was, given or left out. The
     * argument can go once the stack is updated. Omitted: the pool was none.
     */
    formerBackend?: string;
    /**
     * Full resource id of a pool that exists in this service and is in no stack: it is taken over, and changed to these
     * arguments in the same update. `backendId` is taken from it, and has to be its name where it is given. The argument can
     * stay, or go once the stack is updated. A Pulumi CLI older than April 2025 refuses an import that changes something.
     * Omitted: the pool is created. https://www.pulumi.com/docs/iac/concepts/resources/options/import/
     */
    adopt?: string;
}

/** Where the pool is, and the resource that it was before, as options of the child. */
export function readPlaceAndOrigin(check: Checks, name: string, args: BackendPlaceArgs & PoolOriginArgs) {
    const { adopt, formerBackend } = args;
    if (adopt !== undefined && formerBackend !== undefined) {
        check.conflict(
            "adopt",
            "formerBackend",
            "a pool that is in this stack already cannot be adopted. Leave one out.",
        );
    }
    if (adopt === undefined) {
        const origin: pulumi.CustomResourceOptions =
            formerBackend === undefined ? {} : { aliases: [readFormer(check, formerBackend)] };
        return { ...readPlace(check, name, args), origin };
    }
    void check.text("adopt", adopt, BACKEND_ID, "it has to be the full resource id of a pool of API Management.");
    const adopted = adopt.split("/").at(-1) as string;
    const place = readPlace(check, name, { ...args, backendId: args.backendId ?? adopted });
    const held = check.together<{ group: string; service: string; backendId: string }>(
        {
            group: place.resourceGroupName,
            service: place.serviceName,
            backendId: place.backendId as pulumi.Input<string>,
        },
        (known) => failUnlessAdoptable(check, adopt, known),
    );
    // Pulumi would replace what it adopts under another name, so the name waits for the comparison.
    return { ...place, backendId: held.backendId, origin: { import: adopt } satisfies pulumi.CustomResourceOptions };
}

function failUnlessAdoptable(
    check: Checks,
    adopt: string,
    known: { group: string; service: string; backendId: string },
): void {
    const service = `/resourceGroups/${known.group}/providers/Microsoft.ApiManagement/service/${known.service}/`;
    const [, rest] = adopt.toLowerCase().split(service.toLowerCase());
    if (!rest?.startsWith("backends/")) {
        check.fail(
            "adopt",
            adopt,
            `it has to be a pool of the service ${known.service} in the resource group ${known.group}.`,
        );
    }
    if (rest !== `backends/${known.backendId.toLowerCase()}`) {
        check.fail("backendId", known.backendId, "it has to be the name of the pool in args.adopt. Leave it out.");
    }
}

function readFormer(check: Checks, formerBackend: string): pulumi.URN | pulumi.Alias {
    const isUrn = typeof formerBackend === "string" && formerBackend.startsWith("urn:");
    void check.text(
        "formerBackend",
        formerBackend,
        isUrn ? FORMER_URN : /./,
        `it has to be the name or the URN of an ${FORMER_TYPE} of this stack.`,
    );
    return isUrn ? formerBackend : { type: FORMER_TYPE, name: formerBackend, parent: pulumi.rootStackResource };
}
