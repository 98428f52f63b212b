import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { LONGEST_MADE_NAME } from "../own-name";
import { type ServiceWorkloadKind, type StickyServiceArgs } from "./args";

/** Labels hold 63 characters. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
const HASH_LENGTH = 40;
const LABEL = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const SERVICE_NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
/**
 * Longest name of a component by what it runs. A StatefulSet's holds 52 characters: its pods have a label of the name, a
 * hyphen and ten characters. https://github.com/kubernetes/kubernetes/issues/64023
 */
export const LONGEST_NAME: Record<ServiceWorkloadKind, number> = { Deployment: LONGEST_MADE_NAME, StatefulSet: 43 };

/** Checks the Service's name, where one is given. */
export function readServiceName(check: Checks, args: StickyServiceArgs): pulumi.Input<string> | undefined {
    return check.text(
        "serviceName",
        args.serviceName,
        SERVICE_NAME,
        "it has to have at most 63 small letters, digits and hyphens, begin with a letter and not end with a hyphen.",
    );
}

/**
 * Labels that no other workload of the namespace has, so that two stacks with one component each of the same name do not
 * serve each other's clients.
 */
export function ownLabels(name: string): Record<string, string> {
    const instance = `${pulumi.getProject()}.${pulumi.getStack()}.${name}`;
    return {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/instance": LABEL.test(instance)
            ? instance
            : createHash("sha256").update(instance).digest("hex").slice(0, HASH_LENGTH),
    };
}
