import { hex, pick, publicAddress } from "../stable";
import { View } from "../view";
import { type ServiceContext, type Kind } from "../kind";
import { when, type Properties } from "../values";
import { arm, refuse } from "./arm";
import { identity } from "./resources";

const ENVIRONMENT = "azure-native:app:ManagedEnvironment";

function region(inputs: View): string {
    return (inputs.text("location") ?? "westeurope").toLowerCase().replace(/[^a-z0-9]/g, "");
}

const managedEnvironment = arm({
    modules: ["app"],
    kind: "ManagedEnvironment",
    path: "Microsoft.App/managedEnvironments/{environmentName}",
    apiVersion: "2025-02-02-preview",
    name: { maximum: 60 },
    computed: (inputs, { id }) => ({
        ...identity(inputs, id),
        defaultDomain: `sandbox-${hex(id, 8)}.${region(inputs)}.azurecontainerapps.io`,
        provisioningState: "Succeeded",
        staticIp:
            inputs.boolean("vnetConfiguration.internal") === true ? `10.1.0.${4 + pick(id, 250)}` : publicAddress(id),
        customDomainConfiguration: {
            ...inputs.properties("customDomainConfiguration"),
            customDomainVerificationId: hex(`${id}#domain`, 64).toUpperCase(),
        },
    }),
});

/** Sticky sessions need single revision mode and HTTP: https://learn.microsoft.com/azure/container-apps/sticky-sessions */
function validateStickySessions(inputs: View): void {
    const affinity = inputs.text("configuration.ingress.stickySessions.affinity");
    if (affinity === undefined) return;
    if (affinity !== "sticky" && affinity !== "none") {
        refuse(
            400,
            "InvalidRequestContent",
            `The value '${affinity}' of properties.configuration.ingress.stickySessions.affinity is not one of 'sticky', 'none'.`,
        );
    }
    if (affinity !== "sticky") return;
    const mode = inputs.text("configuration.activeRevisionsMode") ?? "Single";
    if (mode.toLowerCase() !== "single") {
        refuse(
            400,
            "InvalidRequestContent",
            `Sticky sessions need properties.configuration.activeRevisionsMode 'Single', not '${mode}'.`,
        );
    }
    if (inputs.text("configuration.ingress.transport")?.toLowerCase() === "tcp") {
        refuse(
            400,
            "InvalidRequestContent",
            "Sticky sessions need HTTP ingress: properties.configuration.ingress.transport is 'tcp'.",
        );
    }
}

function environmentOf(inputs: View): string | undefined {
    return inputs.text("managedEnvironmentId") ?? inputs.text("environmentId");
}

function appOutputs(inputs: View, context: ServiceContext & { name: string }): Properties {
    const { id, name, cloud } = context;
    const environmentId = environmentOf(inputs);
    const environment = environmentId === undefined ? undefined : cloud.find(ENVIRONMENT, environmentId);
    const elsewhere = `sandbox-${hex(environmentId ?? id, 8)}.${region(inputs)}.azurecontainerapps.io`;
    const domain = new View(environment?.outputs).text("defaultDomain") ?? elsewhere;
    const suffix = inputs.text("template.revisionSuffix");
    const revision = `${name}--${suffix ?? hex(JSON.stringify(inputs.plain("template")), 7)}`;
    const external = inputs.boolean("configuration.ingress.external") === true;
    const host = (label: string) => (external ? `${label}.${domain}` : `${label}.internal.${domain}`);
    const ingress = when(inputs.at("configuration.ingress").present, {
        ingress: { ...inputs.properties("configuration.ingress"), fqdn: host(name) },
    });
    return {
        ...identity(inputs, id),
        configuration: { ...inputs.properties("configuration"), ...ingress },
        ...(environmentId === undefined ? {} : { environmentId, managedEnvironmentId: environmentId }),
        customDomainVerificationId: hex(`${id}#domain`, 64).toUpperCase(),
        eventStreamEndpoint: `https://${region(inputs)}.azurecontainerapps.dev${id}/eventstream`,
        latestRevisionFqdn: inputs.at("configuration.ingress").present ? host(revision) : "",
        latestRevisionName: revision,
        latestReadyRevisionName: revision,
        outboundIpAddresses: [publicAddress(environmentId ?? id)],
        provisioningState: "Succeeded",
        runningStatus: "Running",
    };
}

const containerApp = arm({
    modules: ["app"],
    kind: "ContainerApp",
    path: "Microsoft.App/containerApps/{containerAppName}",
    apiVersion: "2025-02-02-preview",
    // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftapp
    name: { pattern: /^[a-z][0-9a-z-]{0,30}[0-9a-z]$/, minimum: 2, maximum: 32 },
    immutable: ["managedEnvironmentId", "environmentId"],
    references: {
        managedEnvironmentId: { kind: ENVIRONMENT, code: "ManagedEnvironmentNotFound" },
        environmentId: { kind: ENVIRONMENT, code: "ManagedEnvironmentNotFound" },
    },
    validate: validateStickySessions,
    computed: appOutputs,
});

export const CONTAINER_APPS: readonly Kind[] = [...managedEnvironment, ...containerApp];
