import { type web as inputs } from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";

/** Parts of a site's configuration that hold keys and passwords. */
const SECRET_PARTS = ["appSettings", "connectionStrings", "azureStorageAccounts"] as const;

/** A configuration as a component takes it. */
export type GivenSiteConfig = pulumi.Input<inputs.SiteConfigArgs | undefined> | undefined;

/** A configuration with keys or passwords in it, as a secret; any other as it is. */
export function hideSecrets(siteConfig: GivenSiteConfig): pulumi.Output<inputs.SiteConfigArgs> | undefined {
    if (siteConfig === undefined) return undefined;
    return pulumi.output(siteConfig).apply((config) => {
        const hidden = SECRET_PARTS.some((part) => config?.[part] !== undefined);
        return hidden ? pulumi.secret(config) : pulumi.output(config);
    }) as pulumi.Output<inputs.SiteConfigArgs>;
}

/** Slots as the engine may store them. */
export function hideSlots<Slot extends { siteConfig?: GivenSiteConfig }>(
    slots: Record<string, Slot> | undefined,
): Record<string, Slot> | undefined {
    return (
        slots &&
        Object.fromEntries(
            Object.entries(slots).map(([slot, own]) => [slot, { ...own, siteConfig: hideSecrets(own.siteConfig) }]),
        )
    );
}

/** Settings of several sources as one. */
export function joinSettings(
    ...maps: readonly (pulumi.Input<Record<string, pulumi.Input<string>> | undefined> | undefined)[]
): pulumi.Output<Record<string, string>> {
    return pulumi
        .all(maps.map((map) => pulumi.output(map)))
        .apply((known) => Object.assign({}, ...known) as Record<string, string>);
}

/** Settings as a site's configuration has them. */
export function toList(settings: Readonly<Record<string, string>>): inputs.NameValuePairArgs[] {
    return Object.entries(settings).map(([name, value]) => ({ name, value }));
}
