import { type Checks } from "../affinity/checks";

const NAME = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

/** A Service's name holds 63 characters, and Pulumi appends a hyphen and eight to a name that it makes. */
export const LONGEST_MADE_NAME = 54;

/** Checks the component's name, which names, labels and cookies of the cluster are made from. */
export function checkOwnName(check: Checks, name: string, longest: number): void {
    if (NAME.test(name) && name.length <= longest) return;
    check.failOwnName(
        `it has to have at most ${longest} small letters, digits and hyphens, begin with a letter and not end with a hyphen, ` +
            "since names and labels in the cluster are made from it.",
    );
}
