import { type Carrier } from "../http/clients";

import { type AddressPool } from "./pool";

/** Where clients ask from, and how that is shown. */
export interface Sources {
    readonly pool: AddressPool;
    readonly carrier: Carrier;
    /** What they are, for people. */
    readonly name: string;
}

/** What is known of whether the addresses arrive. */
export interface Arrival {
    /** Where the answers repeat them: a JSON path. Absent: nothing in the answers shows them. */
    readonly seenAt?: string;
}
