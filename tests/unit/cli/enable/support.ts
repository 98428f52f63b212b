import { addEnable, type EnableSurroundings } from "../../../../cli/enable";
import { type EnableReport } from "../../../../cli/enable/report";
import { type Io } from "../../../../cli/io";
import { ArmServer } from "../../../../sandbox/arm";
import { type FaceOptions } from "../../../../sandbox/arm/face";
import { Cloud, type CloudOptions, type Properties } from "../../../../sandbox/cloud";
import { SUBSCRIPTION } from "../../../../sandbox/cloud/azure/arm";
import { type RanHere, runHere } from "../../../support/run-here";
import { KNOWN_TOKEN, QUICK, TOKEN } from "../azure-login";

export { SUBSCRIPTION, TOKEN };
export const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
export const BACKENDS = `${GROUP}/providers/Microsoft.ApiManagement/service/gw/backends`;
export const POOL = `${BACKENDS}/openai`;
export const APP = `${GROUP}/providers/Microsoft.App/containerApps/shop`;
export const SITE = `${GROUP}/providers/Microsoft.Web/sites/portal`;
export const CANARY = "canary-of-a-credential";

const BACKEND = "azure-native:apimanagement/v20250901preview:Backend";

/** A cloud with one of each, behind Resource Manager's protocol, and the command to run on it. */
export class Stage {
    private constructor(
        readonly cloud: Cloud,
        readonly server: ArmServer,
    ) {}

    static async set(options: FaceOptions = {}, cloudOptions: CloudOptions = {}): Promise<Stage> {
        const cloud = Cloud.inMemory(cloudOptions);
        cloud.create("azure-native:resources:ResourceGroup", { resourceGroupName: "rg", location: "westeurope" });
        cloud.create("azure-native:apimanagement:ApiManagementService", {
            resourceGroupName: "rg",
            serviceName: "gw",
            publisherEmail: "a@example.com",
            publisherName: "a",
            sku: { name: "Developer", capacity: 1 },
        });
        for (const backendId of ["east", "west"]) {
            cloud.create(BACKEND, {
                ...inGateway,
                backendId,
                url: `https://${backendId}.example.com`,
                protocol: "http",
            });
        }
        cloud.create(BACKEND, poolInputs());
        cloud.create("azure-native:app:ManagedEnvironment", { resourceGroupName: "rg", environmentName: "env" });
        cloud.create("azure-native:app:ContainerApp", appInputs());
        cloud.create("azure-native:web:AppServicePlan", {
            resourceGroupName: "rg",
            name: "plan",
            sku: { name: "P1v3" },
        });
        cloud.create("azure-native:web:WebApp", siteInputs());
        const slot = { ...siteInputs(), slot: "stage" };
        cloud.create("azure-native:web:WebAppSlot", slot);
        return new Stage(cloud, await ArmServer.start(cloud, options));
    }

    /** Runs `enable …` with the options that name the place. */
    async enable(
        args: readonly string[],
        { signal, confirm, ...surroundings }: EnableSurroundings & Partial<Pick<Io, "signal" | "confirm">> = {},
    ): Promise<RanHere> {
        const asked = { ...(signal ? { signal } : {}), ...(confirm ? { confirm } : {}) };
        const endpoint = { AZURE_RESOURCE_MANAGER_ENDPOINT: this.server.endpoint, AZURE_SUBSCRIPTION_ID: SUBSCRIPTION };
        return runHere(["enable", ...args], asked, [
            (program, given, end) =>
                addEnable(program, given, end, {
                    credential: KNOWN_TOKEN,
                    patience: QUICK,
                    ...surroundings,
                    env: { ...endpoint, ...surroundings.env },
                }),
        ]);
    }

    pool(...args: string[]): Promise<RanHere> {
        return this.enable(["apim-pool", "--resource-group", "rg", "--service", "gw", "--backend", "openai", ...args]);
    }

    app(...args: string[]): Promise<RanHere> {
        return this.enable(["container-app", "--resource-group", "rg", "--name", "shop", ...args]);
    }

    site(...args: string[]): Promise<RanHere> {
        return this.enable(["web-app", "--resource-group", "rg", "--name", "portal", ...args]);
    }

    /** What can be set on a resource, as it is now. */
    inputs(id: string): Properties {
        return this.cloud.list().find((resource) => resource.id === id)?.inputs ?? {};
    }

    /** Methods of all writes so far. */
    get writes(): readonly string[] {
        return this.server.seen.filter(({ method }) => method !== "GET").map(({ method }) => method);
    }

    stop(): Promise<void> {
        return this.server.stop();
    }
}

const inGateway = { resourceGroupName: "rg", serviceName: "gw" };

export function poolInputs(): Properties {
    return {
        ...inGateway,
        backendId: "openai",
        type: "Pool",
        title: "OpenAI",
        description: "two regions",
        credentials: { header: { "x-key": [CANARY] }, authorization: { scheme: "Bearer", parameter: `${CANARY}-2` } },
        pool: {
            services: [
                { id: `${BACKENDS}/east`, priority: 1, weight: 3, azureRegion: "eastus" },
                { id: `${BACKENDS}/west`, priority: 1, weight: 1 },
            ],
            failureResponse: { statusCode: 503 },
        },
    };
}

export function appInputs(): Properties {
    return {
        resourceGroupName: "rg",
        containerAppName: "shop",
        managedEnvironmentId: `${GROUP}/providers/Microsoft.App/managedEnvironments/env`,
        configuration: {
            activeRevisionsMode: "Single",
            ingress: { external: true, targetPort: 80, transport: "auto" },
            secrets: [{ name: "key", value: CANARY }],
        },
        template: { containers: [{ name: "shop", image: "shop:1" }], scale: { maxReplicas: 10 } },
    };
}

function siteInputs(): Properties {
    return {
        resourceGroupName: "rg",
        name: "portal",
        serverFarmId: `${GROUP}/providers/Microsoft.Web/serverfarms/plan`,
        clientAffinityEnabled: false,
        httpsOnly: true,
        siteConfig: { appSettings: [{ name: "KEY", value: CANARY }] },
    };
}

/** The report of a run with --json. */
export function reportOf({ out }: RanHere): EnableReport {
    return JSON.parse(out) as EnableReport;
}
