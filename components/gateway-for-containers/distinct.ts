import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";

/** Checks that no two names of a list are the same. `pathOf` is the path of each. */
export function readDistinct(
    check: Checks,
    names: readonly pulumi.Input<string>[],
    pathOf: (index: number) => string,
): pulumi.Output<string[]> {
    return check
        .together<Record<number, string>>({ ...names }, (known) => {
            const list = Object.values(known);
            const again = list.findIndex((name, index) => list.indexOf(name) !== index);
            if (again >= 0) {
                const other = pathOf(list.indexOf(list[again] as string));
                check.fail(pathOf(again), list[again], `args.${other} is the same. Give each once.`);
            }
        })
        .apply((known) => Object.values(known));
}
