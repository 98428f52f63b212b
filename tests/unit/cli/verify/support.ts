import { addVerify } from "../../../../cli/verify";
import { type VerifyReport } from "../../../../cli/verify/model";
import { type VerifySurroundings } from "../../../../cli/verify/surroundings";
import { ArmServer } from "../../../../sandbox/arm";
import { type FaceOptions } from "../../../../sandbox/arm/face";
import { Cloud, type Properties } from "../../../../sandbox/cloud";
import { SUBSCRIPTION } from "../../../../sandbox/cloud/azure/arm";
import { type RanHere, runHere } from "../../../support/run-here";
import { KNOWN_TOKEN, QUICK, TOKEN } from "../azure-login";

export { SUBSCRIPTION, TOKEN };
export const groupId = (group: string) => `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}`;
export const GROUP = groupId("rg");
/** Stands wherever a resource holds what nobody may read. */
export const CANARY = "canary-of-a-secret";

/** Runs `verify …`. */
export function verify(args: readonly string[], surroundings: VerifySurroundings = {}): Promise<RanHere> {
    return runHere(["verify", ...args], {}, [
        (program, given, end) =>
            addVerify(program, given, end, { credential: KNOWN_TOKEN, patience: QUICK, env: {}, ...surroundings }),
    ]);
}

/** A cloud behind Resource Manager's protocol, and the command to run on it. */
export class Stage {
    private constructor(
        readonly cloud: Cloud,
        readonly server: ArmServer,
    ) {}

    static async set(fill: (cloud: Cloud) => void, options: FaceOptions = {}): Promise<Stage> {
        const cloud = Cloud.inMemory();
        for (const resourceGroupName of ["rg", "plans"]) {
            cloud.create("azure-native:resources:ResourceGroup", { resourceGroupName, location: "westeurope" });
        }
        fill(cloud);
        return new Stage(cloud, await ArmServer.start(cloud, options));
    }

    verify(...args: string[]): Promise<RanHere> {
        return verify(args, {
            env: { AZURE_RESOURCE_MANAGER_ENDPOINT: this.server.endpoint, AZURE_SUBSCRIPTION_ID: SUBSCRIPTION },
        });
    }

    /** What `--json` says of a group. */
    async report(...args: string[]): Promise<VerifyReport & { readonly code: number }> {
        const { code, out, err } = await this.verify("--json", ...args);
        if (out === "") throw new Error(err);
        return { ...(JSON.parse(out) as VerifyReport), code };
    }

    stop(): Promise<void> {
        return this.server.stop();
    }
}

const named = (group: string, properties: Properties): Properties => ({ resourceGroupName: group, ...properties });
export const inGroup = (properties: Properties): Properties => named("rg", properties);
const PLAN = `${groupId("plans")}/providers/Microsoft.Web/serverfarms/plan`;

/** A web app on three instances of a plan in another group, and a slot of it. */
export function webApps(cloud: Cloud, settings: Properties = {}): void {
    cloud.create(
        "azure-native:web:AppServicePlan",
        named("plans", { name: "plan", sku: { name: "P1v3", capacity: 3 } }),
    );
    const site = inGroup({
        name: "portal",
        serverFarmId: PLAN,
        clientAffinityEnabled: true,
        siteConfig: {
            appSettings: [{ name: "KEY", value: CANARY }],
            connectionStrings: [{ name: "db", connectionString: CANARY }],
        },
        tags: { owner: CANARY },
        ...settings,
    });
    cloud.create("azure-native:web:WebApp", site);
    cloud.create("azure-native:web:WebAppSlot", { ...site, slot: "stage" });
}

/** A Container App with up to ten replicas. */
export function containerApp(cloud: Cloud, configuration: Properties = {}, ingress: Properties = {}): void {
    cloud.create("azure-native:app:ManagedEnvironment", inGroup({ environmentName: "env" }));
    cloud.create(
        "azure-native:app:ContainerApp",
        inGroup({
            containerAppName: "shop",
            managedEnvironmentId: `${GROUP}/providers/Microsoft.App/managedEnvironments/env`,
            configuration: {
                activeRevisionsMode: "Single",
                ingress: { external: true, targetPort: 80, ...ingress },
                secrets: [{ name: "key", value: CANARY }],
                ...configuration,
            },
            template: {
                containers: [{ name: "main", image: "nginx", env: [{ name: "KEY", value: CANARY }] }],
                scale: { minReplicas: 1, maxReplicas: 10 },
            },
        }),
    );
}

export const BACKENDS = `${GROUP}/providers/Microsoft.ApiManagement/service/gw/backends`;

/** A service of API Management with a pool of two, and a policy that sends to the Container App. */
export function apiManagement(cloud: Cloud, pool: Properties = {}): void {
    const service = { resourceGroupName: "rg", serviceName: "gw" };
    cloud.create("azure-native:apimanagement:ApiManagementService", {
        ...service,
        publisherEmail: "a@example.com",
        publisherName: "a",
        sku: { name: "Developer", capacity: 1 },
    });
    const backend = "azure-native:apimanagement/v20250901preview:Backend";
    for (const backendId of ["east", "west"]) {
        cloud.create(backend, {
            ...service,
            backendId,
            url: `https://${backendId}.example.com/?code=${CANARY}`,
            protocol: "http",
            credentials: { header: { "x-key": [CANARY] } },
        });
    }
    cloud.create(backend, {
        ...service,
        backendId: "openai",
        type: "Pool",
        description: `of ${CANARY}`,
        pool: { services: [{ id: `${BACKENDS}/east` }, { id: `${BACKENDS}/west` }], ...pool },
    });
}

const inProfile = (more: Properties): Properties => inGroup({ profileName: "fd", ...more });
export const ORIGIN_GROUP = `${GROUP}/providers/Microsoft.Cdn/profiles/fd/originGroups/web`;

/** Front Door with an origin group that keeps clients. @param hosts by the names of their origins. */
export function frontDoor(cloud: Cloud, hosts: Readonly<Record<string, string>>): void {
    cloud.create("azure-native:cdn:Profile", inProfile({ sku: { name: "Standard_AzureFrontDoor" } }));
    cloud.create("azure-native:cdn:AFDEndpoint", inProfile({ endpointName: "www" }));
    const sessionAffinityState = "Enabled";
    cloud.create("azure-native:cdn:AFDOriginGroup", inProfile({ originGroupName: "web", sessionAffinityState }));
    for (const [originName, hostName] of Object.entries(hosts)) {
        cloud.create("azure-native:cdn:AFDOrigin", inProfile({ originGroupName: "web", originName, hostName }));
    }
    const route = { endpointName: "www", routeName: "all", originGroup: { id: ORIGIN_GROUP } };
    cloud.create("azure-native:cdn:Route", inProfile(route));
}
