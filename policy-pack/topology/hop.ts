import {
    type Affinity,
    type Platform,
    type Replicas,
    type StatelessDeclaration,
} from "../../components/affinity/vocabulary";

import { type ParsedResource, type ResourceIndex } from "./resource";
import { type Fact } from "./values";

/** Affinity with what of it is not known yet and changes no verdict on the hop by itself. */
export interface SeenAffinity extends Affinity {
    /** The property that the name of its cookie or header waits for. */
    readonly keyWaitsFor?: string;
    /** The property that its lifetime waits for. */
    readonly ttlWaitsFor?: string;
}

/** One place of a stack that chooses among several targets, read off a resource. */
export interface Hop {
    readonly urn: string;
    /** Type token of the resource. */
    readonly type: string;
    /** Name of the resource in its program. */
    readonly name: string;
    readonly platform: Platform;
    /** Among how many it chooses. */
    readonly replicas: Fact<Replicas>;
    /** What keeps a client on one of them. */
    readonly affinity: Fact<SeenAffinity>;
    /** Property where affinity is set, whether it is there or not. */
    readonly affinityPath: string;
    /** True where clients reach it without another hop of the stack before it; undefined where that is not known yet. */
    readonly clientFacing?: boolean;
    /** The owner's word that any target can serve any request, whether or not it holds. */
    readonly stateless?: Fact<StatelessDeclaration>;
    /** The owner's word that it keeps state, where others are assumed not to. */
    readonly stateful?: Fact<true>;
}

/** Reads the hops of one platform off a stack's resources. */
export interface HopReader {
    readonly platform: Platform;
    /** The kinds of resources that it reads, as {@link kindKey} writes them. */
    readonly kinds: readonly string[];
    /** The hop of a resource of these kinds; none where it is no hop, or of another platform. */
    read(resource: ParsedResource, stack: ResourceIndex): Hop | undefined;
}
