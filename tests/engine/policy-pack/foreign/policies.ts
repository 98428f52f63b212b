import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import {
    type EnforcementLevel,
    type Policies,
    type PolicyPackConfig,
    type PolicyProviderResource,
    type PolicyResource,
    remediateResourceOfType,
    type ReportViolation,
    type ResourceValidationArgs,
    validateRemediateResourceOfType,
    validateResourceOfType,
    validateStackResourcesOfType,
} from "@pulumi/policy";
import { RandomInteger } from "@pulumi/random";

/** What the host takes beside the texts that its types tell of. */
type FullReport = (report: {
    name?: string;
    message?: string;
    description?: string;
    urn?: string;
    enforcementLevel?: EnforcementLevel;
}) => void;

const fully = (report: ReportViolation) => report as unknown as FullReport;

/** A value as text, or the error that reading it meets. */
function text(value: () => unknown): string {
    try {
        return JSON.stringify(value());
    } catch (error) {
        return String(error);
    }
}

/** A provider as text. Its version is left to its name: engines differ in what else they keep. */
function aboutProvider(provider: PolicyProviderResource | undefined) {
    return provider && { ...provider, props: Object.keys(provider.props) };
}

/** All that a resource policy is told, as text. */
function aboutArgs(args: ResourceValidationArgs): string {
    return text(() => ({
        type: args.type,
        name: args.name,
        urn: args.urn,
        opts: args.opts,
        provider: aboutProvider(args.provider),
        stackTags: [...args.stackTags.keys()],
        isApp: args.isType(app.ContainerApp),
        isGroup: args.asType(resources.ResourceGroup) !== undefined,
        config: args.getConfig(),
    }));
}

/** All that a stack policy is told of a resource, as text. */
function aboutResource(resource: PolicyResource): string {
    const urns = (others: readonly PolicyResource[]) => others.map(({ urn }) => urn).sort();
    const byProperty = Object.entries(resource.propertyDependencies);
    return text(() => ({
        type: resource.type,
        name: resource.name,
        urn: resource.urn,
        opts: resource.opts,
        provider: aboutProvider(resource.provider),
        parent: resource.parent?.urn,
        dependencies: urns(resource.dependencies),
        propertyDependencies: byProperty.map(([key, others]) => [key, urns(others)]),
        isApp: resource.isType(app.ContainerApp),
        isGroup: resource.asType(resources.ResourceGroup) !== undefined,
    }));
}

/** Policies as people write them who never heard of this package: typed, one for each way to write one. */
export const foreignPolicies: Policies = [
    {
        name: "app-has-few-replicas",
        description: "An app has at most 5 replicas.",
        enforcementLevel: "mandatory",
        configSchema: { properties: { most: { type: "integer", minimum: 1, default: 5 } } },
        validateResource: validateResourceOfType(app.ContainerApp, (props, args, report) => {
            const { most } = args.getConfig<{ most: number }>();
            if ((props.template?.scale?.maxReplicas ?? 10) > most) report(`It has more than ${most}.`);
        }),
    },
    {
        name: "has-tags",
        description: "Groups and environments have tags.",
        validateResource: [
            validateResourceOfType(resources.ResourceGroup, ({ tags }, _, report) => {
                if (!tags) report("");
            }),
            validateResourceOfType(app.ManagedEnvironment, async ({ tags }, args, report) => {
                await Promise.resolve();
                if (!tags) report(`${args.name} has none.`, "urn:pulumi:is::not::looked:at:Here::x");
            }),
        ],
    },
    {
        name: "apps-are-few",
        description: "A stack has one app.",
        enforcementLevel: "mandatory",
        validateStack: validateStackResourcesOfType(app.ContainerApp, (apps, args, report) => {
            const found = args.resources.map(({ urn }) => urn).sort();
            if (apps.length > 1) report(found.join(", "), found[0]);
        }),
    },
    {
        name: "apps-have-latest-revision",
        description: "What apps come to is known.",
        validateStack: validateStackResourcesOfType(app.ContainerApp, (apps, _, report) => {
            for (const one of apps) report(one.latestRevisionName);
        }),
    },
    {
        name: "no-dice",
        description: "Nothing is left to chance.",
        validateStack: validateStackResourcesOfType(RandomInteger, (dice, _, report) => {
            report(`${dice.length}`, "urn:pulumi:no::such::a:b:C::d");
        }),
    },
    {
        name: "no-pets",
        description: "It applies to nothing here.",
        validateStack: (args) => args.notApplicable("there are no pets"),
    },
    {
        name: "tells-arguments",
        description: "Tells what it was told.",
        configSchema: { properties: { list: { type: "array", default: ["a", { b: 1 }] }, text: { type: "string" } } },
        validateResource: (args, report) => {
            report(aboutArgs(args));
            report(text(() => args.props));
        },
    },
    {
        name: "tells-resources",
        description: "Tells what it was told of the stack.",
        validateStack: (args, report) => {
            for (const resource of args.resources) report(aboutResource(resource), resource.urn);
            report(text(() => [args.getConfig(), [...args.stackTags.keys()], args.resources.length]));
        },
    },
    {
        name: "tells-outputs",
        description: "Tells what came of resources.",
        enforcementLevel: "disabled",
        validateStack: (args, report) => {
            for (const { urn, props } of args.resources)
                report(
                    text(() => props),
                    urn,
                );
        },
    },
    {
        name: "has-levels",
        description: "Reports at levels of its own.",
        enforcementLevel: "mandatory",
        validateStack: ({ resources: [first] }, report) => {
            if (first === undefined) return;
            fully(report)({ message: "as the policy" });
            fully(report)({ message: "as it says", enforcementLevel: "advisory", name: "another-name" });
            fully(report)({ description: "of its own", enforcementLevel: "remediate" });
            fully(report)({});
        },
    },
    {
        name: "is-disabled",
        description: "It never runs.",
        enforcementLevel: "disabled",
        validateStack: () => {
            throw new Error("it ran");
        },
    },
    {
        name: "is-silenced",
        description: "It does not run where the configuration says so.",
        validateResource: () => {
            throw new Error("it ran");
        },
    },
    {
        name: "app-is-kept",
        description: "An app keeps its clients.",
        enforcementLevel: "remediate",
        ...validateRemediateResourceOfType(app.ContainerApp, (props, _, report) => {
            const { ingress } = props.configuration ?? {};
            if (!ingress || ingress.stickySessions?.affinity === "sticky") return undefined;
            report("It does not.");
            ingress.stickySessions = { affinity: "sticky" };
            return props;
        }),
    },
    {
        name: "app-has-two-replicas",
        description: "An app has two replicas at least.",
        enforcementLevel: "remediate",
        remediateResource: remediateResourceOfType(app.ContainerApp, (props) => {
            if ((props.template?.scale?.maxReplicas ?? 10) >= 2) return undefined;
            return { ...props, template: { ...props.template, scale: { ...props.template?.scale, maxReplicas: 2 } } };
        }),
    },
];

/** Configuration that the pack brings along: one with a level, and one without, which the engine takes for advisory. */
export const initialConfig: PolicyPackConfig = {
    "has-tags": "mandatory",
    "app-has-few-replicas": { most: 4 },
    "is-silenced": { enforcementLevel: "disabled" },
};
