import { type EngineEvent } from "@pulumi/pulumi/automation";

import { type Analysis } from "../../../policy-pack/testing";

/** What the engine tells of policies, in an order of its own: policy, URN, level, and the whole message. */
export type Told = readonly [policy: string, urn: string, level: string, message: string];

/** The policy events of a preview or an update. */
export class PolicyEvents {
    private readonly found: Told[] = [];
    private readonly changed: (readonly [policy: string, urn: string])[] = [];

    /** Takes an event of the engine. */
    readonly take = ({
        policyEvent,
        policyRemediationEvent,
    }: EngineEvent & { policyRemediationEvent?: Remediated }) => {
        if (policyEvent) {
            const { policyName, resourceUrn = "", enforcementLevel, message } = policyEvent;
            this.found.push([policyName, resourceUrn, enforcementLevel, withoutColours(message)]);
        }
        if (policyRemediationEvent) {
            this.changed.push([policyRemediationEvent.policyName, policyRemediationEvent.resourceUrn ?? ""]);
        }
    };

    get violations(): Told[] {
        return sorted(this.found);
    }

    get remediations(): (readonly [policy: string, urn: string])[] {
        return sorted(this.changed);
    }
}

/** An event that the Automation API passes on, and its types do not tell of. */
interface Remediated {
    readonly policyName: string;
    readonly resourceUrn?: string;
}

/** What the harness found, in the same form. */
export function toldBy({ violations, remediations }: Analysis) {
    return {
        violations: sorted(
            violations.map(({ policy, urn, level, message }): Told => [policy, urn, level, message.trim()]),
        ),
        remediations: sorted(remediations.map(({ policy, urn }) => [policy, urn] as const)),
    };
}

function sorted<T extends readonly string[]>(rows: readonly T[]): T[] {
    return [...rows].sort((one, other) => (one.join("\n") < other.join("\n") ? -1 : 1));
}

function withoutColours(text: string): string {
    // eslint-disable-next-line no-control-regex -- colours begin with the escape character
    return text.replace(/<\{%[^%]*%\}>|\u001b\[[\d;]*m/g, "").trim();
}
