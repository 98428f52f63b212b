import assert from "node:assert/strict";

import { stackIn } from "../../../../cli/check/input/read";
import { LARGEST_FILE_MEBIBYTES, readText } from "../../../../cli/check/input/read-text";
import { CouldNotRunError } from "../../../../cli/errors";
import { evaluateStack } from "../../../../policy-pack/evaluate";
import { rules } from "../../../../policy-pack/rules";
import { app, service, UNKNOWN, urnOf, workload } from "../../policy-pack/stacks";

import { CART, entryOf, Folder, listOf, object, preview, stackExport } from "./files";

const text = (value: unknown) => JSON.stringify(value, undefined, 2);
const read = (value: unknown) => stackIn(typeof value === "string" ? value : text(value), "f.json");

function refuses(value: unknown, message: RegExp | string) {
    assert.throws(
        () => read(value),
        (error) => {
            assert.ok(error instanceof CouldNotRunError);
            if (typeof message === "string") assert.equal(error.message, message);
            else assert.match(error.message, message);
            return true;
        },
    );
}

function findingsIn(value: unknown): string[] {
    const chosen = rules.map((rule) => ({ rule, level: "mandatory" as const }));
    return evaluateStack(read(value).resources, chosen).findings.map(({ rule, urn, path, message }) =>
        [rule, urn.split("::").at(-1), path, message].join(" | "),
    );
}

describe("what check reads", () => {
    describe("a stack export", () => {
        it("gives resources with outputs as properties, and inputs", () => {
            const one = {
                ...entryOf(app({})),
                id: "/apps/web",
                parent: "p",
                provider: "urn::prov::id",
                ignoreChanges: ["a"],
            };
            const entry = { ...one, inputs: { a: 1 }, outputs: { a: 2, b: 3 } };
            const { kind, resources, gaps } = read({ version: 3, deployment: { resources: [entry] } });
            assert.equal(kind, "stack export");
            assert.deepEqual(gaps, []);
            assert.deepEqual(resources, [
                {
                    urn: app({}).urn,
                    type: app({}).type,
                    name: "web",
                    properties: { a: 2, b: 3 },
                    inputs: { a: 1 },
                    id: "/apps/web",
                    parent: "p",
                    provider: "urn::prov",
                    ignoreChanges: ["a"],
                    propertyDependencies: {},
                },
            ]);
        });

        it("gives no inputs of what is only read, and nothing of what is to be deleted", () => {
            const external = { ...entryOf(app({})), external: true };
            const deleted = { ...entryOf(workload("Deployment")), delete: true };
            const { resources } = read({ version: 4, deployment: { resources: [external, deleted] } });
            assert.deepEqual(
                resources.map(({ urn, inputs }) => [urn, inputs]),
                [[app({}).urn, undefined]],
            );
        });

        it("may be empty", () => {
            assert.deepEqual(read({ version: 3, deployment: {} }).resources, []);
            assert.deepEqual(read({ version: 3, deployment: { resources: null } }).resources, []);
        });

        it("is refused in another version", () => {
            refuses(
                { version: 1, deployment: {} },
                "f.json is a stack export of version 1, and only 3 and 4 can be read. Export the stack anew with a Pulumi CLI of version 3.",
            );
            refuses({ deployment: {} }, /of version undefined/);
        });

        it("is refused where it is damaged, with the path", () => {
            refuses({ version: 3, deployment: [] }, /damaged: deployment has to be an object\. Write the file anew/);
            refuses({ version: 3, deployment: { resources: {} } }, /damaged: deployment\.resources has to be a list/);
            refuses({ version: 3, deployment: { resources: [{ type: "t" }] } }, /resources\[0\]\.urn has to be a text/);
            refuses({ version: 3, deployment: { resources: [{ urn: "u" }] } }, /resources\[0\]\.type has to be a text/);
            refuses({ version: 3, deployment: { resources: ["x"] } }, /resources\[0\] has to be an object/);
        });

        it("tells the line on which each resource begins", () => {
            const value = stackExport(app({ tags: { 'a{["\\': "}]\\" } }, undefined, "one"), app({}, undefined, "two"));
            for (const written of [text(value), `\n\n${text(value)}`]) {
                const lines = written.split("\n");
                for (const [urn, line] of stackIn(written, "f").linesOf()) {
                    assert.equal(lines[line - 1]?.trim(), "{");
                    assert.equal(lines[line]?.trim(), `"urn": "${urn}",`);
                }
                assert.equal(stackIn(written, "f").linesOf().size, 2);
            }
        });
    });

    describe("a preview", () => {
        it("gives what will be there, with inputs where there are no outputs yet", () => {
            const { kind, resources, gaps } = read(preview(app({})));
            assert.equal(kind, "preview");
            assert.deepEqual(gaps, []);
            assert.deepEqual(
                resources.map(({ urn, properties, inputs }) => [urn, properties, inputs]),
                [[app({}).urn, {}, app({}).properties]],
            );
            assert.match(findingsIn(preview(app({}))).join(), /container-app-needs-affinity/);
        });

        it("takes the last state of each resource, none of deleted ones, and old outputs of unchanged ones", () => {
            const entry = entryOf(app({}));
            const { urn } = app({});
            const steps = [
                { op: "create-replacement", urn, newState: { ...entry, outputs: undefined, inputs: { n: 1 } } },
                { op: "replace", urn, newState: { ...entry, outputs: undefined, inputs: { n: 2 } } },
                { op: "delete-replaced", urn, oldState: entry },
                { op: "delete", urn: "u", oldState: { ...entry, urn: "u" } },
                {
                    op: "same",
                    urn: "s",
                    newState: { ...entry, urn: "s", outputs: undefined },
                    oldState: { outputs: { o: 1 } },
                },
                {
                    op: "update",
                    urn: "t",
                    newState: { ...entry, urn: "t", outputs: undefined },
                    oldState: { outputs: { o: 1 } },
                },
            ];
            const { resources } = read({ steps, changeSummary: { same: 1 } });
            assert.deepEqual(
                resources.map((one) => [one.urn, one.inputs, one.properties]),
                [
                    [urn, { n: 2 }, {}],
                    ["s", app({}).properties, { o: 1 }],
                    ["t", app({}).properties, {}],
                ],
            );
        });

        it("says what it misses", () => {
            const [gap] = read({ ...preview(app({})), changeSummary: { same: 4, create: 1 } }).gaps;
            assert.match(gap ?? "", /^4 resources that do not change are not in the file.*--show-sames\.$/);
            const failed = { ...preview(app({})), diagnostics: [{ severity: "error", message: "s3cret" }] };
            assert.match(read(failed).gaps.join(), /^the preview itself ended with errors/);
            assert.doesNotMatch(read(failed).gaps.join(), /s3cret/);
            assert.deepEqual(read({ ...preview(), diagnostics: [{ severity: "warning" }] }).gaps, []);
        });

        it("is refused where it is damaged, with the path", () => {
            refuses({ steps: {} }, /damaged: steps has to be a list/);
            refuses({ steps: [1] }, /damaged: steps\[0\] has to be an object/);
            refuses({ steps: [{ newState: 1 }] }, /damaged: steps\[0\]\.newState has to be an object/);
        });

        it("tells the line on which each step begins", () => {
            const written = text(preview(app({}, undefined, "one"), app({}, undefined, "two")));
            const lines = [...stackIn(written, "f").linesOf()].map(([urn, line]) => [
                urn,
                written.split("\n")[line]?.trim(),
            ]);
            assert.equal(lines.length, 2);
            assert.deepEqual(
                lines.map(([, next]) => next),
                ['"op": "create",', '"op": "create",'],
            );
        });

        it("leaves undecided what is not known yet", () => {
            const findings = findingsIn(preview(app({ scale: { maxReplicas: UNKNOWN } })));
            assert.match(findings.join(), /cannot decide: template\.scale\.maxReplicas is not known yet/);
        });
    });

    describe("objects of Kubernetes", () => {
        it("get Pulumi's types, and names with their namespaces", () => {
            const { kind, resources } = read(
                listOf(
                    CART.deployment,
                    CART.service,
                    object("gateway.networking.k8s.io/v1", "HTTPRoute", "r", {}),
                    object("v1", "Namespace", "shop", {}, { namespace: undefined }),
                ),
            );
            assert.equal(kind, "Kubernetes objects");
            assert.deepEqual(
                resources.map(({ urn, type, name }) => [urn, type, name]),
                [
                    [
                        "urn:pulumi:cluster::kubectl::kubernetes:apps/v1:Deployment::shop/cart",
                        "kubernetes:apps/v1:Deployment",
                        "shop/cart",
                    ],
                    [
                        "urn:pulumi:cluster::kubectl::kubernetes:core/v1:Service::shop/cart",
                        "kubernetes:core/v1:Service",
                        "shop/cart",
                    ],
                    [
                        "urn:pulumi:cluster::kubectl::kubernetes:gateway.networking.k8s.io/v1:HTTPRoute::shop/r",
                        "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
                        "shop/r",
                    ],
                    [
                        "urn:pulumi:cluster::kubectl::kubernetes:core/v1:Namespace::shop",
                        "kubernetes:core/v1:Namespace",
                        "shop",
                    ],
                ],
            );
        });

        const expected = /^kubernetes-service-needs-affinity \| shop\/cart \| spec.sessionAffinity \| 3 pods \(/;

        it("are counted once, though a Deployment's ReplicaSet is listed too", () => {
            for (const owned of [[CART.deployment], [CART.deployment, CART.replicaSet]]) {
                const [finding = "", ...others] = findingsIn(listOf(CART.service, ...owned));
                assert.deepEqual(others, []);
                assert.match(finding, expected);
            }
        });

        it("are counted by the ReplicaSet where the Deployment is not there, or has no template of its own", () => {
            assert.match(findingsIn(listOf(CART.service, CART.replicaSet)).join(), expected);
            const spec = { workloadRef: { apiVersion: "apps/v1", kind: "Deployment", name: "cart" } };
            const rollout = object("argoproj.io/v1alpha1", "Rollout", "cart", spec, { uid: "uid-Deployment-cart" });
            assert.match(findingsIn(listOf(CART.service, CART.replicaSet, rollout)).join(), expected);
        });

        it("may come one behind the other, alone, and twice", () => {
            const one = [CART.service, CART.deployment].map(text).join("\n");
            assert.equal(read(one).resources.length, 2);
            assert.match(findingsIn(one).join(), expected);
            assert.equal(read(`${one}${text(listOf(CART.service))}`).resources.length, 2);
            assert.equal(read(CART.deployment).resources.length, 1);
        });

        it("may come in a typed list, whose items have no kind", () => {
            const { apiVersion, kind, ...item } = CART.service;
            const { resources } = read({ apiVersion, kind: `${String(kind)}List`, items: [item] });
            assert.deepEqual(
                resources.map(({ type }) => type),
                ["kubernetes:core/v1:Service"],
            );
        });

        it("that only end with List in their kind are objects", () => {
            const { resources } = read(object("example.com/v1", "AllowList", "a", {}));
            assert.deepEqual(
                resources.map(({ type }) => type),
                ["kubernetes:example.com/v1:AllowList"],
            );
        });

        it("say that workloads are missing behind Services that select some", () => {
            const gap = /holds Services and no workloads.*kubectl get deployments/;
            assert.match(read(listOf(CART.service)).gaps.join(), gap);
            assert.match(read(listOf(CART.service, object("v1", "Pod", "p", {}))).gaps.join(), gap);
            assert.deepEqual(read(listOf(CART.service, CART.deployment)).gaps, []);
            assert.deepEqual(read(listOf(object("v1", "Service", "s", { type: "ExternalName" }))).gaps, []);
            assert.deepEqual(read(listOf()).gaps, []);
        });

        it("are refused where they are damaged, or are the server's refusal", () => {
            refuses(listOf({ apiVersion: "v1", kind: "Pod" }), /damaged: items\[0\]\.metadata has to be an object/);
            refuses(
                listOf({ apiVersion: "v1", kind: "Pod", metadata: {} }),
                /items\[0\]\.metadata\.name has to be a text/,
            );
            refuses(listOf({ kind: "Pod", metadata: {} }), /items\[0\]\.apiVersion has to be a text/);
            refuses(listOf({ apiVersion: "v1", metadata: {} }), /items\[0\]\.kind has to be a text/);
            refuses(listOf(5), /items\[0\] has to be an object/);
            refuses({ apiVersion: "v1", kind: "List", items: 5 }, /items has to be a list/);
            refuses({ apiVersion: "v1", kind: "Status", status: "Failure" }, /the API server's refusal/);
        });

        it("tell the line on which each begins, in a list and one behind the other", () => {
            const written = `${text(listOf(CART.deployment, CART.replicaSet, CART.service))}\n${text(object("v1", "Service", "b", {}))}`;
            const lines = written.split("\n");
            const found = [...stackIn(written, "f").linesOf()];
            assert.equal(found.length, 3);
            for (const [urn, line] of found) {
                assert.match(lines[line - 1] ?? "", /^ *\{$/);
                const name = lines.slice(line).find((one) => one.includes('"name"'));
                assert.match(name ?? "", new RegExp(`"${urn.split("/").at(-1)}"`));
            }
        });
    });

    describe("what is nothing of these", () => {
        it("is refused with what it is, where that is easily told", () => {
            const end = "Give what pulumi stack export, pulumi preview --json or kubectl get -o json writes.";
            refuses({ a: 1 }, `f.json is JSON, but nothing that can be checked. ${end}`);
            for (const value of [[], 5, '"text"', null, [{ apiVersion: "v1", kind: "Pod" }]])
                refuses(value, /nothing that can be checked\. Give/);
            refuses({ version: 3, checkpoint: {} }, /checked: it is a state file of a backend\. Give/);
            refuses({ resourcePlans: {} }, /--save-plan\. Give/);
            refuses({ terraform_version: "1" }, /it is of Terraform\. Give/);
            refuses({ sequence: 1 }, /it is an event log\. Give/);
        });

        it("is refused where it is several stacks", () => {
            refuses(
                `${text(stackExport())}${text(stackExport())}`,
                /holds 2 JSON documents.*Give one stack at a time\.$/,
            );
            refuses(`${text(stackExport())}${text(CART.service)}`, /not all of them are objects of Kubernetes/);
        });

        it("is refused where it is cut short, with the place, and without what stands there", () => {
            const whole = text(stackExport(app({ tags: { key: "s3cret" } })));
            for (const length of [1, 20, whole.indexOf("s3cret") + 3, whole.length - 1]) {
                assert.throws(
                    () => read(whole.slice(0, length)),
                    ({ message }: Error) => {
                        assert.match(
                            message,
                            /^f\.json is cut short: it ends in the middle of its JSON, at line \d+, column \d+\. Write/,
                        );
                        assert.doesNotMatch(message, /s3c/);
                        return true;
                    },
                );
            }
        });

        it("is refused where it is no JSON, with the place", () => {
            refuses("hello", /^f\.json is no JSON at line 1, column 1\. Give what/);
            refuses(`${text(CART.service)}\n oops`, /is no JSON at line \d+, column 2\./);
            refuses(
                "apiVersion: v1\nkind: Pod\n",
                /It looks like YAML or text: let kubectl write JSON, with -o json\.$/,
            );
            refuses(
                '{"a": s3cret}',
                /^f\.json is no JSON: there is a fault in what begins at line 1, column 1\. Write/,
            );
        });
    });

    describe("a file", () => {
        let folder: Folder;
        beforeEach(() => (folder = new Folder()));
        afterEach(() => folder.remove());

        const fails = (file: string, message: RegExp) =>
            assert.rejects(readText(file), (error) => error instanceof CouldNotRunError && message.test(error.message));

        it("is read as UTF-8, with or without a mark, and as what Windows PowerShell writes", async () => {
            for (const bytes of [
                Buffer.from('{"ä": 1}'),
                Buffer.from('\ufeff{"ä": 1}'),
                Buffer.from('\ufeff{"ä": 1}', "utf16le"),
            ]) {
                assert.equal(await readText(folder.write("f", bytes)), '{"ä": 1}');
            }
        });

        it("has to be there, to be a file, not to be empty and not to be too large", async () => {
            await fails(folder.at("none"), /none is not there\. Give a file that is, or "-"/);
            await fails(folder.path, /is a folder\. Give one file/);
            await fails(folder.write("empty", " \n"), /empty is empty\. Write to it with/);
            const large = folder.write("large", "");
            const { truncateSync } = await import("node:fs");
            truncateSync(large, LARGEST_FILE_MEBIBYTES * 1024 * 1024 + 1);
            await fails(large, /large is larger than 256 MiB\. Give a part of it/);
            await fails(`${folder.write("f", "{}")}/below`, /cannot be read: ENOTDIR/);
        });

        it("may come by the standard input", async () => {
            const { Readable } = await import("node:stream");
            assert.equal(await readText("-", Readable.from([Buffer.from("{"), Buffer.from("}")])), "{}");
            const endless = Readable.from(
                (function* () {
                    for (;;) yield Buffer.alloc(16 * 1024 * 1024, " ");
                })(),
            );
            await assert.rejects(readText("-", endless), /standard input is larger than 256 MiB/);
            await assert.rejects(readText("-", Readable.from([])), /standard input is empty/);
        });
    });

    it("keeps names apart that only look alike", () => {
        const found = read(stackExport(service(), workload("Deployment"))).resources.map(({ urn }) => urn);
        assert.deepEqual(found, [
            urnOf("kubernetes:core/v1:Service", "web"),
            urnOf("kubernetes:apps/v1:Deployment", "web"),
        ]);
    });
});
