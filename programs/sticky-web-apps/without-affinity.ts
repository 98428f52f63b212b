import type * as pulumi from "@pulumi/pulumi";

/** Turns a gateway's affinity off behind the back of its component, which refuses to: the policy pack sees it all the same. */
export const withoutAffinity: pulumi.ResourceTransform = ({ type, props, opts }) => {
    if (type !== "azure-native:network:ApplicationGateway") return undefined;
    const settings = props["backendHttpSettingsCollection"] as object[];
    const off = settings.map((one) => ({ ...one, cookieBasedAffinity: "Disabled", affinityCookieName: undefined }));
    return { props: { ...props, backendHttpSettingsCollection: off }, opts };
};
