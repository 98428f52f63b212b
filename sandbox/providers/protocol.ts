import { type PackageName } from "./versions";

/** What the process of the providers tells the one that started it. */
export type FromHost =
    | { readonly ports: Readonly<Record<PackageName, number>> }
    | { readonly warning: string }
    | { readonly failed: string };

/** What it is told. */
export type ToHost = "stop";
