import { ORDINARY, Refusal, missing, type Kind } from "../kind";
import { View } from "../view";
import { DEFAULT_NAMESPACE, keyOf } from "./object";

/** https://github.com/helm/helm/blob/main/pkg/chart/v2/util/validate_name.go */
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LONGEST_NAME = 53;

/** A Helm release. The chart is not rendered: what it would create is not in the sandbox's cluster. */
export const RELEASE: Kind = {
    ...ORDINARY,
    key: keyOf("helm.sh", "Release"),
    immutable: ["name", "namespace"],
    complete(inputs, context) {
        if (new View(inputs).at("name").present) return inputs;
        return { ...inputs, name: context.previous.text("name") ?? `${context.name}-${context.suffix(8)}` };
    },
    failures: (inputs) => missing(inputs, ["chart"]),
    id(inputs, context) {
        const name = inputs.text("name");
        if (name === undefined || inputs.at("namespace").unknown) return undefined;
        return `${inputs.text("namespace") ?? context.namespace ?? DEFAULT_NAMESPACE}/${name}`;
    },
    autoNamed: (inputs, name) =>
        name !== undefined && /^-[0-9a-f]{8}$/.test((inputs.text("name") ?? "").slice(name.length)),
    validate(inputs) {
        const name = inputs.text("name") ?? "";
        if (NAME.test(name) && name.length <= LONGEST_NAME) return;
        throw new Refusal(
            `invalid release name, must match regex ${NAME.source} and the length must not be longer than ${LONGEST_NAME}: "${name}"`,
        );
    },
    references(inputs, context) {
        const namespace = inputs.text("namespace");
        const there = ["default", "kube-system", "kube-public"];
        if (namespace === undefined || there.includes(namespace) || inputs.boolean("createNamespace") === true) return;
        if (context.cloud.find(keyOf("core", "Namespace"), namespace) === undefined) {
            throw new Refusal(`create: failed to create: namespaces "${namespace}" not found`);
        }
    },
    outputs(inputs, { id }) {
        const [namespace = "", name = ""] = id.split("/");
        return {
            ...inputs.properties(),
            name,
            namespace,
            resourceNames: {},
            status: {
                name,
                namespace,
                revision: 1,
                status: "deployed",
                chart: inputs.text("chart") ?? "",
                version: inputs.text("version") ?? "",
            },
        };
    },
    messages: {
        exists: () => "cannot re-use a name that is still in use",
        missing: (id) => `release "${id}" not found`,
    },
};
