import { type ClassicKinds } from "./kind";
import { move } from "./shape";

/** https://www.pulumi.com/registry/packages/azure/api-docs/containerapp/app/ */
export const containerApps: ClassicKinds = {
    "containerapp:App": {
        native: ["app", "ContainerApp"],
        shape: {
            moves: [
                move("configuration.activeRevisionsMode", "revisionMode"),
                move("configuration.ingress", "ingress"),
                move("configuration.ingress.external", "ingress.externalEnabled"),
                move("template.scale.minReplicas", "template.minReplicas"),
                move("template.scale.maxReplicas", "template.maxReplicas"),
            ],
        },
        // https://github.com/hashicorp/terraform-provider-azurerm/issues/24757
        phrases: [
            ["configuration.ingress.stickySessions is not set", "the azure package has no property for it"],
            ["configuration.ingress.stickySessions", "ingress"],
        ],
        fix:
            "Take the ContainerApp of azure-native, whose configuration.ingress.stickySessions.affinity can be " +
            '"sticky" (StickyContainerApp does)',
    },
};
