import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    ApimApi,
    ApimPolicy,
    type ApimPolicyArgs,
    ApimPolicyFragment,
    type ApimPolicyFragmentArgs,
    ApimProduct,
    policies,
} from "../../../../../components/apim";
import { refusesFaults } from "../../../support/faults";
import { known, type Recorded, reference, run, UNKNOWN, urnOf } from "../../../support/program";

const { forwardRequest, includeFragment, retry, setBackendService, setHeader, expression } = policies;
const inService = { resourceGroupName: "rg", serviceName: "gw" };
const POLICY = "azure-native:apimanagement:Policy";
const API_POLICY = "azure-native:apimanagement:ApiPolicy";
const FRAGMENT = "azure-native:apimanagement:PolicyFragment";
const statement = () => setHeader({ name: "X-Source", value: "gateway" });
const minimal = (): ApimPolicyArgs => ({
    ...inService,
    scope: { service: true },
    policy: { inbound: [statement()] },
});

function only({ resources }: Recorded, component: string, name: string) {
    const children = resources.filter(({ parent }) => parent === urnOf(component, name));
    assert.equal(children.length, 1);
    return children[0] as Recorded["resources"][number];
}

const body = (backend: string, base = "        <base />\n") => `<policies>
    <inbound>
${base}        <set-header name="X-Source" exists-action="override">
            <value>gateway</value>
        </set-header>
    </inbound>
    <backend>
        ${backend}
    </backend>
    ${base === "" ? "<outbound />" : "<outbound>\n        <base />\n    </outbound>"}
    ${base === "" ? "<on-error />" : "<on-error>\n        <base />\n    </on-error>"}
</policies>`;

describe("ApimPolicy", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            const later = (value: string) => (preview ? UNKNOWN : value);
            const policyOf = (recorded: Recorded) => only(recorded, "session-affinity:index:ApimPolicy", "signs");

            it("is the whole service's, and still sends requests on", async () => {
                const recorded = await run(() => new ApimPolicy("signs", minimal()), { preview });
                assert.equal(recorded.resources.length, 2);
                const { type, name, inputs } = policyOf(recorded);
                assert.deepEqual([type, name], [POLICY, "signs"]);
                assert.deepEqual(inputs, {
                    ...inService,
                    policyId: "policy",
                    format: "rawxml",
                    value: body("<forward-request />", ""),
                });
            });

            it("is a product's", async () => {
                const recorded = await run(
                    () => {
                        const backend = { name: pulumi.output("west") };
                        const api = new ApimApi("a", { ...inService, path: "a", backend });
                        const product = new ApimProduct("shop", { ...inService, apis: [api], productId: "shop" });
                        return new ApimPolicy("signs", { ...minimal(), scope: { product } });
                    },
                    { preview },
                );
                const { type, inputs } = policyOf(recorded);
                assert.equal(type, "azure-native:apimanagement:ProductPolicy");
                assert.deepEqual(inputs, {
                    ...inService,
                    productId: later("shop"),
                    policyId: "policy",
                    format: "rawxml",
                    value: body("<base />"),
                });
            });

            it("is an API's, and an operation's", async () => {
                const recorded = await run(
                    () => {
                        const api = new ApimApi("a", { ...inService, path: "a", apiId: "a" });
                        return [
                            new ApimPolicy("signs", { ...minimal(), scope: { api } }),
                            new ApimPolicy("reads", {
                                ...minimal(),
                                scope: { operation: { api: api.name, operationId: "get-all" } },
                            }),
                        ];
                    },
                    { preview },
                );
                const { type, inputs } = policyOf(recorded);
                assert.equal(type, API_POLICY);
                assert.deepEqual([inputs["apiId"], inputs["value"]], [later("a"), body("<base />")]);
                const operation = only(recorded, "session-affinity:index:ApimPolicy", "reads");
                assert.equal(operation.type, "azure-native:apimanagement:ApiOperationPolicy");
                assert.deepEqual([operation.inputs["apiId"], operation.inputs["operationId"]], [later("a"), "get-all"]);
            });
        });
    }

    it("answers with its document", async () => {
        const { result, outputs } = await run(() => new ApimPolicy("signs", minimal()));
        const document = body("<forward-request />", "");
        assert.equal(await known(result.document), document);
        assert.deepEqual(outputs.get(urnOf("session-affinity:index:ApimPolicy", "signs")), {
            document,
            policy: reference(urnOf(POLICY, "signs", "session-affinity:index:ApimPolicy")),
        });
    });

    refusesFaults<ApimPolicyArgs>(
        {
            component: "ApimPolicy",
            good: minimal,
            make: (name, args) => new ApimPolicy(name, args),
            children: [POLICY, API_POLICY],
            without: () => [API_POLICY],
        },
        [
            { title: "no service", args: { serviceName: "" }, path: "serviceName", says: ["missing"] },
            { title: "no scope", args: { scope: undefined }, path: "scope", says: ["missing"], plainOnly: true },
            {
                title: "an empty scope",
                args: { scope: {} },
                path: "scope.service",
                says: ["args.scope.product or args.scope.api or args.scope.operation is missing"],
                plainOnly: true,
            },
            {
                title: "two scopes",
                args: { scope: { service: true, api: "a" } },
                path: "scope.api",
                says: ["cannot stand beside args.scope.service"],
                plainOnly: true,
            },
            {
                title: "false for the whole service",
                args: { scope: { service: false } },
                path: "scope.service",
                says: ["is false", "true only"],
                plainOnly: true,
            },
            ...(["api", "product"] as const).map((kind) => ({
                title: `no id of the ${kind}`,
                args: { scope: { [kind]: "" } },
                path: `scope.${kind}`,
                says: ["missing"],
                plainOnly: true,
            })),
            {
                title: "an operation without its id",
                args: { scope: { operation: { api: "a" } } },
                path: "scope.operation.operationId",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "an operation without its API",
                args: { scope: { operation: { operationId: "a" } } },
                path: "scope.operation.api",
                says: ["missing"],
                plainOnly: true,
            },
            { title: "no policy", args: { policy: undefined }, path: "policy", says: ["missing"], plainOnly: true },
            {
                title: "a statement where it may not stand",
                args: { policy: { outbound: [setBackendService({ backendId: "west" })] } },
                path: "policy.outbound[0]",
                says: ["is set-backend-service", "inbound, backend, not in outbound"],
                plainOnly: true,
            },
            {
                title: "base() where nothing stands above",
                args: { policy: { outbound: [policies.base()] } },
                path: "policy.outbound",
                says: ["has base()", "whole service"],
                plainOnly: true,
            },
        ],
    );

    it("refuses a secret, and does not show it", async () => {
        const args = {
            ...minimal(),
            policy: { inbound: [setHeader({ name: "X-Key", value: pulumi.secret("s3cr3t") })] },
        };
        await assert.rejects(
            run(() => new ApimPolicy("signs", args)),
            (error: Error) => {
                assert.match(error.message, /args\.policy holds a secret.*ApimNamedValue/s);
                assert.doesNotMatch(error.message, /s3cr3t/);
                return true;
            },
        );
    });
});

describe("ApimPolicyFragment", () => {
    const COMPONENT = "session-affinity:index:ApimPolicyFragment";
    type Args = ApimPolicyFragmentArgs<policies.Section>;
    const good = (): Args => ({ ...inService, statements: [statement()] });

    for (const preview of [false, true]) {
        it(`registers one fragment${preview ? ", in a preview" : ""}`, async () => {
            const recorded = await run(
                () => new ApimPolicyFragment("source", { ...good(), description: "Says where." }),
                { preview },
            );
            assert.equal(recorded.resources.length, 2);
            const { type, name, inputs } = only(recorded, COMPONENT, "source");
            assert.deepEqual([type, name], [FRAGMENT, "source"]);
            assert.deepEqual(inputs, {
                ...inService,
                description: "Says where.",
                format: "rawxml",
                value:
                    '<fragment>\n    <set-header name="X-Source" exists-action="override">\n        ' +
                    "<value>gateway</value>\n    </set-header>\n</fragment>",
            });
        });
    }

    it("has at most 32 KiB", async () => {
        const statements = (length: number) => [setHeader({ name: "X-Long", value: "a".repeat(length) })];
        const fragment = (length: number) => () =>
            new ApimPolicyFragment("long", { ...inService, statements: statements(length) });
        const { result } = await run(fragment(1));
        const rest = ((await known(result.fragment.value)) ?? "").length - 1;
        await run(fragment(32 * 1024 - rest));
        await assert.rejects(
            run(fragment(32 * 1024 - rest + 1)),
            /args\.statements make 32769 bytes: a fragment has at most 32768/,
        );
    });

    it("stands where all of its statements may", async () => {
        const recorded = await run(() => {
            const fragment = new ApimPolicyFragment("sends", {
                ...inService,
                statements: [retry({ condition: expression`false`, count: 1, intervalSeconds: 1 }, [forwardRequest()])],
            });
            assert.deepEqual(fragment.sections, ["backend"]);
            return new ApimPolicy("signs", {
                ...inService,
                scope: { service: true },
                policy: { backend: includeFragment(fragment) },
            });
        });
        const { inputs } = only(recorded, "session-affinity:index:ApimPolicy", "signs");
        assert.match(
            String(inputs["value"]),
            /<backend>\n\s+<include-fragment fragment-id="sends[0-9a-f]{8}" \/>\n\s+<\/backend>/,
        );
    });

    it("is refused where one of its statements may not stand, by the compiler and when constructed", async () => {
        const fragment = { fragmentId: "sends", sections: ["backend"] as const };
        // @ts-expect-error -- it forwards, which only the backend section may
        const document: policies.PolicyDocument = { inbound: [includeFragment(fragment)] };
        await assert.rejects(
            run(() => new ApimPolicy("signs", { ...minimal(), policy: document })),
            /args\.policy\.inbound\[0\] is include-fragment: it may stand in backend, not in inbound/,
        );
    });

    refusesFaults<Args>(
        {
            component: "ApimPolicyFragment",
            good,
            make: (name, args) => new ApimPolicyFragment(name, args),
            children: [FRAGMENT],
        },
        [
            { title: "no group", args: { resourceGroupName: "" }, path: "resourceGroupName", says: ["missing"] },
            { title: "no statement", args: { statements: [] }, path: "statements", says: ["missing"], plainOnly: true },
            {
                title: "a component's name that leaves no room for eight more characters",
                args: {},
                name: "a".repeat(73),
                path: "name",
                says: ["1 to 72 characters"],
            },
            {
                title: "an empty description",
                args: { description: "" },
                path: "description",
                says: ["1 to 1000 characters"],
            },
            {
                title: "base()",
                args: { statements: [policies.base()] },
                path: "statements[0]",
                says: ["holds base()"],
                plainOnly: true,
            },
        ],
    );
});
