import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type StickyServiceArgs } from "./args";

/** What a PodDisruptionBudget is told, but for the pods that it is of. */
export interface DisruptionBudgetSettings {
    readonly minAvailable?: pulumi.Input<number | string>;
    readonly maxUnavailable?: pulumi.Input<number | string>;
}

/** One pod at a time: sessions of the others go on, and a node with any number of pods can still be drained. */
const ONE_AT_A_TIME: DisruptionBudgetSettings = { maxUnavailable: 1 };

/** Checks what is said of a budget; undefined where there is to be none. */
export function readDisruptionBudget(
    check: Checks,
    args: StickyServiceArgs,
    byDefault: boolean,
): DisruptionBudgetSettings | undefined {
    const budget = args.podDisruptionBudget;
    if (budget === undefined) return byDefault ? ONE_AT_A_TIME : undefined;
    if (budget === false) return undefined;
    if (typeof budget !== "object") {
        check.fail(
            "podDisruptionBudget",
            budget,
            "it has to be minAvailable or maxUnavailable in an object, or false.",
        );
    }
    const which = check.exactlyOne("podDisruptionBudget.", budget, ["minAvailable", "maxUnavailable"]);
    const path = `podDisruptionBudget.${which}`;
    const pods = check.required(path, budget[which] as pulumi.Input<number | string>, "give a number of pods.");
    return {
        [which]: check.value<number | string>(path, pods, (value) =>
            isPods(value)
                ? undefined
                : 'it has to be a whole number of pods, 0 or more, or a percentage from "0%" to "100%".',
        ),
    };
}

function isPods(value: unknown): boolean {
    if (typeof value === "string") return /^(\d{1,2}|100)%$/.test(value);
    return Number.isInteger(value) && (value as number) >= 0;
}
