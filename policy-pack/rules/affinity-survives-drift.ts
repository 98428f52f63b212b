import { STATELESS_KEY } from "../../components/affinity/stateless";
import { type Topology } from "../topology";
import { type Hop } from "../topology/hop";
import { covers } from "../topology/property-path";

import { type RuleConfig } from "./config";
import { type Finding, type Rule } from "./rule";
import { unlessDeclared } from "./unless-declared";

const NAME = "affinity-survives-drift";

/** What a resource has that keeps its clients, at a path. */
type Subject = Pick<Hop, "urn" | "name" | "stateless"> & { readonly path: string };

/** Affinity is not among what the engine is told to ignore. */
export const affinitySurvivesDrift: Rule = {
    name: NAME,
    displayName: "Changes of affinity are not ignored",
    description:
        "ignoreChanges does not cover the property that keeps a resource's clients. What it covers stays as it is in the state. " +
        "Affinity that was turned off by hand is not turned on again, and a change of the program never arrives.",
    severity: "medium",
    scope: "stack",
    remediation:
        "Name in ignoreChanges only what others change, and leave affinity out, or declare the workload stateless: tag or annotation " +
        `${STATELESS_KEY} = "<reason>".`,
    tags: ["session-affinity", "azure", "kubernetes"],
    evaluate(topology, config, today) {
        const ignoring = new Map(
            [...topology.resources()].flatMap(({ urn, ignoreChanges = [] }) =>
                ignoreChanges.length > 0 ? [[urn, ignoreChanges]] : [],
            ),
        );
        if (ignoring.size === 0) return [];
        return keeping(topology)
            .filter(({ urn }) => ignoring.has(urn))
            .flatMap((subject) => evaluateSubject(subject, ignoring.get(subject.urn) ?? [], config, today) ?? []);
    },
};

/** What asks for affinity, and hops that have it, each property once. */
function keeping(topology: Topology): Subject[] {
    const hops = topology.hops
        .filter(({ affinity }) => !affinity.known || affinity.value.kind !== "none")
        // A sentence tells of a property of another resource.
        .filter(({ affinityPath }) => !affinityPath.includes(" "))
        .map((hop): Subject => ({ ...hop, path: hop.affinityPath }));
    const paths = new Map(hops.map(({ urn, path }) => [urn, path]));
    const asked = topology.settings().filter(({ urn, path }) => {
        const own = paths.get(urn);
        return own === undefined || !covers(own, path);
    });
    return [...hops, ...asked];
}

function evaluateSubject(
    subject: Subject,
    ignored: readonly string[],
    config: RuleConfig,
    today: string,
): Finding | undefined {
    const { urn, path } = subject;
    const covering = ignored.find((one) => covers(one, path));
    if (covering === undefined) return undefined;
    return unlessDeclared(
        {
            rule: NAME,
            urn,
            path,
            message: `ignoreChanges has "${covering}": what is changed by hand stays, and what the program says does not arrive.`,
            fix: affinitySurvivesDrift.remediation,
        },
        subject,
        config,
        today,
    );
}
