import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

/** What a plan's machines run. */
export type OperatingSystem = "linux" | "windows";

/** True for Linux. */
export function readLinux(
    check: Checks,
    path: string,
    given: pulumi.Input<OperatingSystem | undefined> | undefined,
    byDefault: OperatingSystem,
): pulumi.Output<boolean> {
    const word = check.oneOf(path, given, ["linux", "windows"]);
    return pulumi.output(word).apply((known) => (known ?? byDefault) === "linux");
}

/** The service's word for a Function App on such a machine. */
export function functionAppKind(linux: pulumi.Input<boolean>): pulumi.Output<string> {
    return pulumi.output(linux).apply((onLinux) => (onLinux ? "functionapp,linux" : "functionapp"));
}
