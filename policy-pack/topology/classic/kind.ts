import { type Shape } from "./shape";

/** A kind of resource of the classic package "azure", and what stands for it in azure-native. */
export interface ClassicKind {
    /** Module and kind of azure-native. Omitted: there is none, and the resource is read as it is. */
    readonly native?: readonly [module: string, kind: string];
    readonly shape: Shape;
    /** Phrases of findings that are said otherwise. Omitted: none. */
    readonly phrases?: readonly (readonly [native: string, classic: string])[];
    /** How to set affinity. Omitted: as in azure-native, with the classic names. */
    readonly fix?: string;
}

/** Kinds by `<module>:<kind>` of their tokens. */
export type ClassicKinds = Readonly<Record<string, ClassicKind>>;
