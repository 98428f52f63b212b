import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { type SessionStoreVariable } from "../affinity/session-store";

const PREFIX = /^[A-Z][A-Z0-9_]{0,31}$/;

/** Checks what the names of variables begin with. */
export function checkPrefix(check: Checks, path: string, prefix: string): void {
    if (pulumi.Output.isInstance(prefix)) {
        throw check.fault(path, "is known only later, and names have to be plain. Give it as a plain value.");
    }
    if (typeof prefix === "string" && PREFIX.test(prefix)) return;
    check.fail(
        path,
        prefix,
        "it has to have 1 to 32 capital letters, digits and underscores, and begin with a letter.",
    );
}

/** The variables that tell a workload where its sessions are, and how it gets in. */
export function variablesOf(
    prefix: string,
    store: {
        readonly host: pulumi.Input<string>;
        readonly port: number;
        readonly key: pulumi.Input<string> | undefined;
        readonly clientId: pulumi.Input<string> | undefined;
    },
): SessionStoreVariable[] {
    const open = (name: string, value: pulumi.Input<string>) => ({ name, value, secret: false });
    return [
        open(`${prefix}HOST`, store.host),
        open(`${prefix}PORT`, String(store.port)),
        open(`${prefix}TLS`, "true"),
        ...(store.key === undefined ? [] : [{ name: `${prefix}KEY`, value: store.key, secret: true }]),
        ...(store.clientId === undefined ? [] : [open("AZURE_CLIENT_ID", store.clientId)]),
    ];
}
