import { parseTypeToken } from "../../policy-pack/topology/type-token";
import { SUBSCRIPTION, TENANT } from "./azure/arm";
import { triggerCallbackUrl } from "./azure/logic";
import { mustOpenByKeys } from "./azure/managed-redis";
import { Refusal, type Stored, type Surroundings } from "./kind";
import { decodeYaml } from "./kubernetes/yaml";
import { kindOf } from "./registry";
import { guid, hex } from "./stable";
import { secret, type Properties, type Value } from "./values";
import { View } from "./view";

/** A value with the look of a key, that opens nothing. */
function key(seed: string): Value {
    return secret(Buffer.from(hex(seed, 64)).toString("base64"));
}

function kubeconfig(id: string): Value {
    const name = id.split("/").at(-1) ?? "sandbox";
    const config = {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name, cluster: { server: "https://sandbox.invalid" } }],
        contexts: [{ name, context: { cluster: name, user: "sandbox" } }],
        "current-context": name,
        users: [{ name: "sandbox", user: { token: "sandbox" } }],
    };
    // JSON is YAML, and the service sends it in base64.
    return secret(Buffer.from(JSON.stringify(config)).toString("base64"));
}

const clusterCredentials = (id: string): Properties => ({
    kubeconfigs: [{ name: "clusterUser", value: kubeconfig(id) }],
});

const sharedKeys = (id: string): Properties => ({
    primarySharedKey: key(`${id}#1`),
    secondarySharedKey: key(`${id}#2`),
});

const twoKeys = (id: string): Properties => ({ primaryKey: key(`${id}#1`), secondaryKey: key(`${id}#2`) });

/** Functions about a resource that must exist: the resource's token, and what they answer about it. Values that stand for secrets. */
const ABOUT: Readonly<
    Record<string, { of: string; answer: (id: string, resource: Stored, args: View) => Properties }>
> = {
    "apimanagement:listSubscriptionSecrets": { of: "apimanagement:Subscription", answer: twoKeys },
    "containerservice:listManagedClusterAdminCredentials": {
        of: "containerservice:ManagedCluster",
        answer: clusterCredentials,
    },
    "containerservice:listManagedClusterUserCredentials": {
        of: "containerservice:ManagedCluster",
        answer: clusterCredentials,
    },
    "logic:listWorkflowTriggerCallbackUrl": {
        of: "logic:Workflow",
        answer: (_id, workflow, args) => triggerCallbackUrl(workflow, args.text("triggerName") ?? ""),
    },
    "operationalinsights:getSharedKeys": { of: "operationalinsights:Workspace", answer: sharedKeys },
    "operationalinsights:getWorkspaceSharedKeys": { of: "operationalinsights:Workspace", answer: sharedKeys },
    "redis:listRedisKeys": { of: "redis:Redis", answer: twoKeys },
    "redisenterprise:listDatabaseKeys": {
        of: "redisenterprise:Database",
        answer: (id, database) => {
            mustOpenByKeys(database);
            return twoKeys(id);
        },
    },
    "storage:listStorageAccountKeys": {
        of: "storage:StorageAccount",
        answer: (id) => ({
            keys: ["key1", "key2"].map((keyName) => ({ keyName, permissions: "FULL", value: key(id + keyName) })),
        }),
    },
    "web:listWebAppHostKeys": {
        of: "web:WebApp",
        answer: (id) => ({
            functionKeys: { default: key(`${id}#function`) },
            masterKey: key(`${id}#master`),
            systemKeys: {},
        }),
    },
};

/** Answers a function of a provider, or refuses with a reason. */
export function invoke(token: string, args: Properties, cloud: Surroundings): Properties {
    const parsed = parseTypeToken(token);
    const name = parsed ? `${parsed.module}:${parsed.kind}` : token;
    if (parsed?.family === "azure-native") {
        if (name === "authorization:getClientConfig") {
            return {
                clientId: guid("client"),
                objectId: guid("object"),
                subscriptionId: SUBSCRIPTION,
                tenantId: TENANT,
            };
        }
        if (name === "authorization:getClientToken") return { token: secret("sandbox") };
        const about = ABOUT[name];
        if (about) {
            const resource = existing(`azure-native:${about.of}`, args, cloud);
            return about.answer(resource.id, resource, new View(args));
        }
        const got = /^get([A-Z].*)$/.exec(parsed.kind)?.[1];
        const of = got && token.replace(parsed.kind, got);
        if (of && kindOf(of).kind.known) {
            const { id, outputs } = existing(of, args, cloud);
            return { ...outputs, id };
        }
    }
    if (token === "kubernetes:yaml:decode") return decodeYaml(new View(args).text("text") ?? "");
    throw new Refusal(
        `the sandbox does not know the function ${token}: it can only be called against the real provider`,
    );
}

function existing(token: string, args: Properties, cloud: Surroundings) {
    const { kind } = kindOf(token);
    const view = new View(args);
    const id = kind.id(view, {});
    const found = id === undefined ? undefined : cloud.find(kind.key, id);
    if (found === undefined) throw new Refusal(kind.messages.missing(id ?? JSON.stringify(view.plain())));
    return found;
}
