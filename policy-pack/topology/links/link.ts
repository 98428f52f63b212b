import { type ResourceIndex } from "../resource";

import { type Addresses } from "./addresses";

/** Requests go from one resource to another; either may be a hop, or pass on whatever it gets. */
export interface Link {
    /** URN of the resource that sends. */
    readonly from: string;
    /** URN of the resource that receives. */
    readonly to: string;
    /** URN of the resource that says so. */
    readonly via: string;
}

/** Reads the links that one platform's resources tell of. */
export type LinkReader = (stack: ResourceIndex, addresses: Addresses) => Link[];
