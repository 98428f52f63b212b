import { DEFAULT_CONFIG } from "../../../../policy-pack/rules/config";
import { rules } from "../../../../policy-pack/rules";
import { readTopology, type StackResource } from "../../../../policy-pack/topology";
import { resource } from "../../policy-pack/stacks";
import { type Recorded, run } from "../../support/program";

/** What the pack's rules find wrong on a day with what a program left in the cloud, as `rule: kind at path`. */
export async function findings({ cloud }: Recorded, today: string): Promise<string[]> {
    const before = new Set((await run(() => undefined)).cloud.list().map(({ id }) => id));
    return judged(
        cloud
            .list()
            .filter(({ id }) => !before.has(id))
            .map(({ type, id, inputs, outputs }) => resource(type, id, { ...inputs, ...outputs }, { id })),
        today,
    );
}

/** What the pack's rules find wrong on a day with some resources, as `rule: kind at path`. */
export function judged(resources: readonly StackResource[], today: string): string[] {
    return rules
        .flatMap((rule) => rule.evaluate(readTopology(resources), DEFAULT_CONFIG, today))
        .map(({ rule, kind, path }) => `${rule}: ${kind} at ${path}`);
}
