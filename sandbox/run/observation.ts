import { type EngineEvent, type OpMap } from "@pulumi/pulumi/automation";

import { parseMessage } from "../../policy-pack/rules/message";
import { fromState, type StackResource, type StateEntry } from "../../policy-pack/topology";

/** A finding as the engine reported it. */
export interface ReportedFinding {
    readonly rule: string;
    readonly level: "mandatory" | "advisory";
    readonly urn: string;
    readonly path: string;
    readonly message: string;
    /** What to do about it; empty where nothing can be done yet. */
    readonly fix: string;
}

/** How many resources a deployment creates, updates and so on. */
export interface Changes {
    readonly create: number;
    readonly update: number;
    readonly same: number;
    readonly delete: number;
    readonly replace: number;
}

/** What one preview, update or destruction told of itself as it went. */
export class Observation {
    private readonly found = new Map<string, ReportedFinding>();
    private readonly entries = new Map<string, StateEntry>();
    private readonly errorTexts = new Set<string>();
    private counts: OpMap = {};
    private seen = 0;

    /** Called with the number of resources that have been dealt with so far. */
    constructor(private readonly onProgress: (seen: number) => void = () => {}) {}

    /** Takes an event of the engine. */
    readonly take = (event: EngineEvent): void => {
        if (event.policyEvent) this.takeFinding(event.policyEvent);
        if (event.summaryEvent) this.counts = event.summaryEvent.resourceChanges;
        if (event.diagnosticEvent?.severity === "error") this.errorTexts.add(plain(event.diagnosticEvent.message));
        const step = event.resourcePreEvent ?? event.resOutputsEvent;
        if (step) this.takeStep(step.metadata);
        if (event.resourcePreEvent) this.onProgress(++this.seen);
    };

    /** Findings, in the order of rules and URNs. */
    get findings(): ReportedFinding[] {
        const key = ({ rule, urn, path }: ReportedFinding) => [rule, urn, path].join("\n");
        return [...this.found.values()].sort((one, other) => (key(one) < key(other) ? -1 : 1));
    }

    /** Findings that stop a deployment. */
    get mandatory(): ReportedFinding[] {
        return this.findings.filter(({ level }) => level === "mandatory");
    }

    /** What the engine and the program reported as errors. */
    get errors(): string[] {
        return [...this.errorTexts].map(withoutForeignFrames).filter((text) => text !== "" && !LAST_WORD.test(text));
    }

    /** The resources that came by, as far as they are known. */
    get resources(): StackResource[] {
        return fromState(this.entries.values());
    }

    get changes(): Changes {
        const count = (op: keyof OpMap) => this.counts[op] ?? 0;
        return {
            create: count("create"),
            update: count("update"),
            same: count("same"),
            delete: count("delete"),
            replace: count("replace"),
        };
    }

    private takeFinding(event: NonNullable<EngineEvent["policyEvent"]>): void {
        const level = event.enforcementLevel === "mandatory" ? "mandatory" : "advisory";
        const urn = event.resourceUrn ?? "";
        const finding = {
            rule: event.policyName,
            level,
            urn,
            ...parseMessage(plain(event.message), event.policyName),
        } as const;
        this.found.set(JSON.stringify(finding), finding);
    }

    private takeStep({ op, urn, type, new: state }: NonNullable<EngineEvent["resourcePreEvent"]>["metadata"]): void {
        if (op === "delete" || op === "delete-replaced") this.entries.delete(urn);
        else if (state) {
            const { inputs, outputs, parent, provider } = state;
            this.entries.set(urn, { urn, type, inputs, outputs, parent, provider });
        }
    }
}

/** What the engine says last where a run has failed or was rejected: it tells nothing. */
const LAST_WORD = /^(preview|update|destroy) (canceled|failed)$/;

/** An error's text without the lines of its stack that lie outside the program. */
function withoutForeignFrames(text: string): string {
    return text
        .split("\n")
        .filter((line) => !/^\s+at .*(node_modules|node:)/.test(line))
        .join("\n");
}

/** Text without the engine's marks for colours and without a terminal's. */
function plain(text: string): string {
    // eslint-disable-next-line no-control-regex -- colours begin with the escape character
    return text.replace(/<\{%[^%]*%\}>|\u001b\[[\d;]*m/g, "").trim();
}
