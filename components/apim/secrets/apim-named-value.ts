import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../../affinity/checks";

import { type RequiredRole } from "./key-vault-grant";
import { letRead, readKeyVault, readValue, type SecretArgs } from "./secret";
import { readServicePlace, type ServicePlaceArgs } from "../service-place";

/** Bounds of a named value. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/namedvalues */
const DISPLAY_NAME = /^[A-Za-z0-9\-._]{1,256}$/;
/** A component's name that Pulumi can make an id from, with eight hexadecimal digits. */
const AUTO_NAME = /^[^*#&+:<>?/]{1,248}$/;

/** Arguments of {@link ApimNamedValue}. */
export interface ApimNamedValueArgs extends ServicePlaceArgs, SecretArgs {
    /** Name that policies refer to, which no other named value of the service may have, 1 to 256 letters, digits, hyphens, dots and underscores. Omitted: the component's name, each other character of it a hyphen. */
    displayName?: pulumi.Input<string | undefined>;
}

/**
 * A secret of an API Management service under a name, which policies and backends' credentials refer to. The value shows
 * in request traces. https://learn.microsoft.com/azure/api-management/api-management-howto-properties
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class ApimNamedValue extends pulumi.ComponentResource {
    /** The named value itself. */
    public readonly namedValue: apimanagement.NamedValue;
    /** Id of the named value in its service. */
    public readonly name: pulumi.Output<string>;
    /** Name that policies refer to. */
    public readonly displayName: pulumi.Output<string>;
    /** What stands for the value in policies and credentials, `{{<display name>}}`; known once the named value exists. */
    public readonly reference: pulumi.Output<string>;
    /** Roles that the named value needs to be read, whether they are assigned here or not; none for a `value`. */
    public readonly requiredRoles: pulumi.Output<RequiredRole[]>;

    /**
     * @param name name of the component, at most 248 characters without `*#&+:<>?/`; the named value's id is made from it.
     * @param args see {@link ApimNamedValueArgs}.
     * @param opts options of the component; an azure-native provider given here reaches its children.
     */
    constructor(name: string, args: ApimNamedValueArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:ApimNamedValue", name, { ...args, value: settings.value }, opts);

        const { keyVault } = settings;
        const below = keyVault
            ? letRead(keyVault, name, `ApimNamedValue ${name}: args.keyVault.secretId`, this)
            : { parent: this };
        this.namedValue = new apimanagement.NamedValue(
            name,
            {
                resourceGroupName: settings.resourceGroupName,
                serviceName: settings.serviceName,
                displayName: settings.displayName,
                secret: true,
                ...(keyVault ? { keyVault: keyVault.contract } : { value: settings.value }),
            },
            { ...below, additionalSecretOutputs: ["value"] },
        );

        this.name = this.namedValue.name;
        this.displayName = this.namedValue.displayName;
        // The id is known when the named value exists; its display name is known before.
        this.reference = pulumi
            .all([this.namedValue.id, this.displayName])
            .apply(([, displayName]) => `{{${displayName}}}`);
        this.requiredRoles = keyVault ? keyVault.requiredRoles : pulumi.output([]);
        this.registerOutputs({
            namedValue: this.namedValue,
            name: this.name,
            displayName: this.displayName,
            reference: this.reference,
            requiredRoles: this.requiredRoles,
        });
    }
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: ApimNamedValueArgs) {
    const check = new Checks("ApimNamedValue", name);
    if (!AUTO_NAME.test(name)) {
        check.failOwnName(
            "it has to have at most 248 characters and none of *#&+:<>?/, since the named value's id is made from it.",
        );
    }
    const alternative = check.exactlyOne("", args, ["value", "keyVault"]);
    return {
        ...readServicePlace(check, args),
        displayName: check.text(
            "displayName",
            args.displayName ?? name.replace(/[^A-Za-z0-9\-._]/g, "-"),
            DISPLAY_NAME,
            "it has to have 1 to 256 letters, digits, hyphens, dots and underscores.",
        ) as pulumi.Input<string>,
        value: alternative === "value" ? readValue(check, "value", args.value as pulumi.Input<string>) : undefined,
        keyVault: args.keyVault && readKeyVault(check, "keyVault", args.keyVault),
    };
}
