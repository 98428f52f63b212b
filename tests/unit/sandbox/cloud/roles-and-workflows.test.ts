import * as assert from "node:assert/strict";
import { UNKNOWN, isSecret, plain, secret, type Properties } from "../../../../sandbox/cloud";
import { GROUP_ID, SUBSCRIPTION, furnished, inRg, refused, text } from "./support";

describe("cloud: role assignments", () => {
    const ROLE = "azure-native:authorization:RoleAssignment";
    const definition = (guid: string) => `/providers/Microsoft.Authorization/roleDefinitions/${guid}`;

    function assignment(more: Properties = {}): Properties {
        return {
            scope: GROUP_ID,
            principalId: "22222222-0000-0000-0000-000000000000",
            roleDefinitionId: SUBSCRIPTION + definition("4633458b-17de-408a-b874-0445c86b69e6"),
            roleAssignmentName: "33333333-0000-0000-0000-000000000000",
            ...more,
        };
    }

    it("lie below their scope, which has to be there", () => {
        const { cloud, serviceId } = furnished();
        const { id } = cloud.create(ROLE, assignment({ scope: `${serviceId}/` }));
        assert.equal(
            id,
            `${serviceId}/providers/Microsoft.Authorization/roleAssignments/33333333-0000-0000-0000-000000000000`,
        );
        for (const scope of [`${serviceId}2`, `${serviceId}2/backends/b`, `${SUBSCRIPTION}/resourceGroups/none`]) {
            refused(
                () => cloud.create(ROLE, assignment({ scope })),
                /^Status=404 Code="ResourceNotFound" Message="The resource '.*' that scope names does not exist\."$/,
            );
        }
    });

    it("may have a scope out of sight, or a part of something", () => {
        const { cloud, serviceId } = furnished();
        cloud.create(ROLE, assignment({ scope: SUBSCRIPTION }));
        cloud.create(
            ROLE,
            assignment({ scope: "/subscriptions/99999999-0000-0000-0000-000000000000/resourceGroups/x" }),
        );
        cloud.create(ROLE, assignment({ scope: `${serviceId}/parts/default` }));
    });

    it("may have the resource group that a cluster made for its nodes as their scope", () => {
        const { cloud } = furnished();
        const { outputs } = cloud.create("azure-native:containerservice:ManagedCluster", {
            ...inRg,
            resourceName: "shop",
            dnsPrefix: "shop",
        });
        const group = text(outputs["nodeResourceGroup"]);
        cloud.create(ROLE, assignment({ scope: `${SUBSCRIPTION}/resourceGroups/${group.toUpperCase()}` }));
        refused(
            () => cloud.create(ROLE, assignment({ scope: `${SUBSCRIPTION}/resourceGroups/${group}2` })),
            /ResourceNotFound/,
        );
    });

    it("are one of a role, a principal and a scope", () => {
        const { cloud, serviceId } = furnished();
        const { id } = cloud.create(ROLE, assignment());
        const other = (more: Properties) => () =>
            cloud.create(ROLE, assignment({ roleAssignmentName: "44444444-0000-0000-0000-000000000000", ...more }));
        const exists = /^Status=409 Code="RoleAssignmentExists" Message="The role assignment already exists\."$/;
        refused(other({}), exists);
        refused(other({ scope: `${GROUP_ID.toUpperCase()}/` }), exists);
        refused(other({ roleDefinitionId: definition("4633458B-17de-408a-b874-0445c86b69e6") }), exists);
        other({ principalId: "55555555-0000-0000-0000-000000000000" })();
        cloud.update(ROLE, id, assignment({ description: "why" }));
        other({ scope: serviceId })();
        other({ roleDefinitionId: definition("00000000-17de-408a-b874-0445c86b69e6"), roleAssignmentName: "6" })();
    });

    it("need role, principal and scope", () => {
        const { failures } = furnished().cloud.check(ROLE, "r", {});
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["principalId", "roleDefinitionId", "scope"],
        );
    });
});

describe("cloud: Logic Apps", () => {
    const WORKFLOW = "azure-native:logic:Workflow";
    const CALLBACK = "azure-native:logic:listWorkflowTriggerCallbackUrl";
    const workflow = (more: Properties = {}) => inRg({ workflowName: "flow", location: "West Europe", ...more });
    const triggers = {
        manual: { type: "Request", kind: "Http" },
        order: { type: "Request", inputs: { method: "PUT", relativePath: "/orders/{id}" } },
    };
    const ask = (triggerName: string) => inRg({ workflowName: "flow", triggerName });

    it("have an address, a state and a version", () => {
        const { cloud } = furnished();
        const { id, outputs } = cloud.create(WORKFLOW, workflow({ definition: { triggers } }));
        assert.equal(id, `${GROUP_ID}/providers/Microsoft.Logic/workflows/flow`);
        assert.match(
            text(outputs["accessEndpoint"]),
            /^https:\/\/prod-00\.westeurope\.logic\.azure\.com:443\/workflows\/[0-9a-f]{32}$/,
        );
        assert.deepEqual([outputs["state"], outputs["provisioningState"]], ["Enabled", "Succeeded"]);
        assert.equal(outputs["azureApiVersion"], "2019-05-01");
        const changed = cloud.update(WORKFLOW, id, workflow({ definition: {}, state: "Disabled" })).outputs;
        assert.notEqual(changed["version"], outputs["version"]);
        assert.equal(changed["state"], "Disabled");
    });

    for (const [workflowName, fine] of [
        ["order-flow_1.(a)", true],
        ["x".repeat(80), true],
        ["x".repeat(81), false],
        ["order flow", false],
    ] as const) {
        it(`${fine ? "can" : "cannot"} be called ${workflowName}`, () => {
            const { failures } = furnished().cloud.check(WORKFLOW, "w", workflow({ workflowName }));
            assert.equal(failures.length, fine ? 0 : 1);
        });
    }

    it("tell the address of a trigger, with what is secret of it", () => {
        const { cloud } = furnished();
        const { outputs } = cloud.create(WORKFLOW, workflow({ definition: { triggers } }));
        const answer = cloud.invoke(CALLBACK, ask("manual"));
        const basePath = `${text(outputs["accessEndpoint"])}/triggers/manual/paths/invoke`;
        assert.equal(answer["basePath"], basePath);
        assert.equal(answer["method"], "POST");
        assert.equal(answer["relativePath"], "");
        const queries = answer["queries"] as Properties;
        assert.deepEqual(
            { ...queries, sig: null },
            { apiVersion: "2016-10-01", sp: "/triggers/manual/run", sv: "1.0", sig: null },
        );
        assert.ok(isSecret(queries["sig"]) && isSecret(answer["value"]) && !isSecret(answer["queries"]));
        const sig = text(plain(queries["sig"] ?? null));
        assert.equal(
            plain(answer["value"] ?? null),
            `${basePath}?api-version=2016-10-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${sig}`,
        );
        assert.deepEqual(cloud.invoke(CALLBACK, ask("manual")), answer);
    });

    it("tell the method and the path of a trigger that has its own", () => {
        const { cloud } = furnished();
        cloud.create(WORKFLOW, workflow({ definition: { triggers } }));
        const answer = cloud.invoke(CALLBACK, ask("order"));
        assert.deepEqual(
            [answer["method"], answer["relativePath"], answer["relativePathParameters"]],
            ["PUT", "/orders/{id}", ["id"]],
        );
        assert.match(text(plain(answer["value"] ?? null)), /\/paths\/invoke\/orders\/\{id\}\?api-version=/);
    });

    it("have no address of a trigger, or a workflow, that is not there", () => {
        const { cloud } = furnished();
        refused(() => cloud.invoke(CALLBACK, ask("manual")), /Code="ResourceNotFound"/);
        const { id } = cloud.create(WORKFLOW, workflow({ definition: { triggers } }));
        refused(() => cloud.invoke(CALLBACK, ask("none")), /Code="WorkflowTriggerNotFound".*no trigger 'none'/);
        cloud.update(WORKFLOW, id, workflow());
        refused(() => cloud.invoke(CALLBACK, ask("manual")), /WorkflowTriggerNotFound/);
        cloud.update(WORKFLOW, id, workflow({ definition: secret({ triggers }) }));
        assert.match(text(cloud.invoke(CALLBACK, ask("manual"))["basePath"]), /triggers\/manual/);
        cloud.update(WORKFLOW, id, workflow({ definition: { triggers: UNKNOWN } }));
        cloud.invoke(CALLBACK, ask("any"));
    });
});
