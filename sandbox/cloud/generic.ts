import { ORDINARY, type Kind } from "./kind";
import { ARM_MESSAGES, SUBSCRIPTION, insideArm } from "./azure/arm";
import { type View } from "./view";

const NAME_PROPERTY = /^(?:name|.*Name)$/;

/** The last property that looks like a name of the resource itself. */
function nameIn(inputs: View, kind: string): string | undefined {
    const own = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}Name`;
    const candidates = [
        own,
        "name",
        ...inputs
            .entries()
            .map(([key]) => key)
            .filter((key) => NAME_PROPERTY.test(key)),
    ];
    return candidates
        .filter((key) => key !== "resourceGroupName")
        .map((key) => inputs.text(key))
        .find((name) => name !== undefined);
}

/** A kind that the sandbox does not know: its inputs are its outputs, and its id has the look of its provider's ids. */
export function genericKind(family: string, module: string, kind: string): Kind {
    const azure = family === "azure-native";
    return {
        ...ORDINARY,
        key: `${family}:${module}:${kind}`,
        known: false,
        id(inputs) {
            const name = nameIn(inputs, kind);
            if (name === undefined) return undefined;
            const group = inputs.text("resourceGroupName");
            const within = group === undefined ? "" : `/resourceGroups/${group}`;
            return azure ? `/subscriptions/${SUBSCRIPTION}${within}/providers/${module}/${kind}/${name}` : name;
        },
        outputs: (inputs) => inputs.properties(),
        messages: ARM_MESSAGES,
        inside: insideArm,
    };
}
