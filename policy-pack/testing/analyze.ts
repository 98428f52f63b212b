import { type Policies, type PolicyPackConfig } from "@pulumi/policy";
import { type AnalyzeDiagnostic, type PolicyNotApplicable } from "@pulumi/pulumi/proto/analyzer_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";

import { settingsOf } from "./config";
import { configuredPolicies } from "./configured-policies";
import { kindOf, PolicyFailedError, TestingError } from "./errors";
import { fixtures } from "./fixture";
import { checkHost, Host } from "./host";
import { readPack, type TestedPack } from "./pack";
import { type TestedResource, type TestedStack } from "./resource";
import { nameInUrn, rootUrn } from "./urn";
import { type WireObject } from "./wire";

/** What a policy reported, as the engine would tell of it. */
export interface Violation {
    /** Name of the policy, or the one that the report gave itself. */
    readonly policy: string;
    /** The resource; the root stack where a stack policy names none, or one that is not in the stack. */
    readonly urn: string;
    /** Name of the resource in its program. */
    readonly name: string;
    /** "mandatory" rejects the deployment. */
    readonly level: "advisory" | "mandatory";
    /** The whole message. Of a report that is a text, the engine puts the policy's description in front of it. */
    readonly message: string;
    /** "undecided": the policy touched what is not known before the deployment, and the host could not run it. */
    readonly kind: "violation" | "undecided";
}

/** A change that a remediation made, or would make of what is deployed. */
export interface Remediation {
    readonly policy: string;
    readonly urn: string;
    /** Name of the resource in its program. */
    readonly name: string;
    /** Inputs as they were, secrets as Pulumi's marks. */
    readonly before: Readonly<Record<string, unknown>>;
    /** Inputs as they are now, secrets as Pulumi's marks. */
    readonly after: Readonly<Record<string, unknown>>;
}

/** A policy that does not apply, and says so. */
export interface NotApplicable {
    readonly policy: string;
    /** The resource. Omitted: a stack policy said it. */
    readonly urn?: string;
    readonly reason: string;
}

/** What came of running a pack's policies over a stack. */
export interface Analysis {
    /** In the order in which the engine would report them. */
    readonly violations: readonly Violation[];
    readonly remediations: readonly Remediation[];
    readonly notApplicable: readonly NotApplicable[];
    /** True where a violation is mandatory: the engine would let the preview fail and change nothing. */
    readonly rejected: boolean;
}

/** How to run a pack. */
export interface AnalyzeOptions {
    /** What `--policy-pack-config` has. Omitted: nothing, so that defaults of schemas and the initial configuration count. */
    readonly config?: PolicyPackConfig;
    /** Tags of the stack. Omitted: none. */
    readonly stackTags?: Readonly<Record<string, string>>;
}

/**
 * Runs a pack's policies over a stack, as the engine and CrossGuard's host do: for each resource remediations and then
 * resource policies on its inputs, at last stack policies on the outputs of all.
 *
 * @param pack the policies, or what `new PolicyPack` takes. A pack that remembers what it has seen, as this package's
 * does, is made anew for each call: `analyze(toPolicies(), stack)`.
 * @param stack from {@link fixtures}, `fromExport`, `fromPreview` or `fromProgram`; or fixtures themselves.
 * @throws {TestingError} for a pack or a configuration that the engine refuses.
 * @throws {PolicyFailedError} where a policy throws.
 */
export async function analyze(
    pack: Policies | TestedPack,
    stack: TestedStack | readonly TestedResource[],
    { config, stackTags = {} }: AnalyzeOptions = {},
): Promise<Analysis> {
    checkHost();
    const read = readPack(pack);
    const settings = settingsOf(read, config);
    const host = new Host(read, configuredPolicies(read, settings, stackTags));
    return new Run(host, readStack(stack)).all();
}

function readStack(given: TestedStack | readonly TestedResource[]): TestedStack {
    if (Array.isArray(given)) return fixtures(...(given as readonly TestedResource[]));
    const stack = given as TestedStack;
    if (typeof stack === "object" && stack !== null && Array.isArray(stack.resources)) return stack;
    throw new TestingError(
        `The stack is ${kindOf(given)}: give fixtures, or what fromExport, fromPreview or fromProgram returns.`,
    );
}

/** One run of a pack over a stack. */
class Run {
    private readonly violations: Violation[] = [];
    private readonly remediations: Remediation[] = [];
    private readonly notApplicable: NotApplicable[] = [];
    private readonly byUrn: ReadonlyMap<string, TestedResource>;

    constructor(
        private readonly host: Host,
        private readonly stack: TestedStack,
    ) {
        this.byUrn = new Map(stack.resources.map((resource) => [resource.urn, resource]));
    }

    async all(): Promise<Analysis> {
        const final: TestedResource[] = [];
        for (const resource of this.stack.resources) final.push(await this.one(resource));
        await this.whole(final);
        const { violations, remediations, notApplicable } = this;
        return {
            violations,
            remediations,
            notApplicable,
            rejected: violations.some(({ level }) => level === "mandatory"),
        };
    }

    /** Runs remediations and resource policies, and returns the resource as it is after them. */
    private async one(resource: TestedResource): Promise<TestedResource> {
        // The engine has no say in what is only read. What is deployed is all looked at.
        if (resource.read && !this.stack.deployed) return resource;
        const provider = this.providerOf(resource);
        const remediated = await this.remediate(resource, provider);
        const inputs = this.stack.deployed ? resource.inputs : remediated;
        const response = await this.host.analyze(resource, inputs, provider);
        for (const diagnostic of response.getDiagnosticsList()) this.take(diagnostic, resource.urn);
        this.skip(response.getNotApplicableList(), resource.urn);
        return { ...resource, inputs, outputs: overlaid(resource.outputs, resource.inputs, inputs) };
    }

    private async remediate(resource: TestedResource, provider: TestedResource | undefined): Promise<WireObject> {
        const { urn, name } = resource;
        const response = await this.host.remediate(resource, resource.inputs, provider);
        let inputs = resource.inputs;
        for (const result of response.getRemediationsList()) {
            const policy = result.getPolicyname();
            const message = result.getDiagnostic();
            if (message !== "") {
                this.violations.push({ policy, urn, name, level: "advisory", message, kind: "undecided" });
                continue;
            }
            const after = result.getProperties()?.toJavaScript();
            if (after === undefined) continue;
            this.remediations.push({ policy, urn, name, before: inputs, after });
            inputs = after;
        }
        this.skip(response.getNotApplicableList(), urn);
        return inputs;
    }

    private async whole(resources: readonly TestedResource[]): Promise<void> {
        const response = await this.host.analyzeStack(resources, (resource) => this.providerOf(resource));
        for (const diagnostic of response.getDiagnosticsList()) {
            const given = diagnostic.getUrn();
            this.take(diagnostic, this.byUrn.has(given) ? given : rootUrn(this.stack));
        }
        this.skip(response.getNotApplicableList());
    }

    private providerOf({ provider }: TestedResource): TestedResource | undefined {
        return provider === undefined ? undefined : this.byUrn.get(provider);
    }

    private take(diagnostic: AnalyzeDiagnostic, urn: string): void {
        const policy = diagnostic.getPolicyname();
        const message = diagnostic.getMessage();
        this.violations.push({
            policy,
            urn,
            name: nameInUrn(urn),
            level: levelOf(diagnostic, policy),
            message,
            kind: message.startsWith(`can't run policy '${policy}' from policy pack `) ? "undecided" : "violation",
        });
    }

    private skip(policies: readonly PolicyNotApplicable[], urn?: string): void {
        for (const one of policies) {
            const [policy, reason] = [one.getPolicyName(), one.getReason()];
            this.notApplicable.push({ policy, ...(urn === undefined ? {} : { urn }), reason });
        }
    }
}

/** The engine takes what is still wrong after a remediation for mandatory. */
function levelOf(diagnostic: AnalyzeDiagnostic, policy: string): Violation["level"] {
    const level = diagnostic.getEnforcementlevel();
    switch (level) {
        case analyzer.EnforcementLevel.ADVISORY:
            return "advisory";
        case analyzer.EnforcementLevel.MANDATORY:
        case analyzer.EnforcementLevel.REMEDIATE:
            return "mandatory";
        case analyzer.EnforcementLevel.DISABLED:
            throw new PolicyFailedError(
                `${policy} reports at the level "disabled", at which the engine cannot report.`,
            );
    }
}

/** Outputs with what a remediation changed of the inputs, as a provider would answer that keeps what it is given. */
function overlaid(outputs: WireObject, before: WireObject, after: WireObject): WireObject {
    if (before === after) return outputs;
    const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
    const kept = Object.entries(outputs).filter(([key]) => !gone.includes(key));
    const changed = Object.entries(after).filter(
        ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]),
    );
    return { ...Object.fromEntries(kept), ...Object.fromEntries(changed) };
}
