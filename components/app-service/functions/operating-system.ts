import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

/** What a plan's machines run. */
export type OperatingSystem = "linux" | "windows";

/** True for Linux; plain where the word is, so that what it is held against is refused at once. */
export function readLinux(
    check: Checks,
    path: string,
    given: pulumi.Input<OperatingSystem | undefined> | undefined,
    byDefault: OperatingSystem,
): pulumi.Input<boolean> {
    const word = check.oneOf(path, given, ["linux", "windows"]) ?? byDefault;
    if (typeof word === "string") return word === "linux";
    return pulumi.output(word).apply((known: OperatingSystem | undefined) => (known ?? byDefault) === "linux");
}

/** The service's word for a Function App on such a machine. */
export function functionAppKind(linux: pulumi.Input<boolean>): pulumi.Output<string> {
    return pulumi.output(linux).apply((onLinux) => (onLinux ? "functionapp,linux" : "functionapp"));
}
