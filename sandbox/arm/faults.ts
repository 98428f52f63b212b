/** Something that goes wrong with requests, for tests: of those that match, `skip` go by, and the next `times` are hit. */
export interface Fault {
    readonly method?: string;
    /** Matches the path with the query. */
    readonly path?: RegExp;
    readonly skip?: number;
    /** Omitted: 1. */
    readonly times?: number;
    /** Runs first: somebody else changes something just now. What follows is as without the fault, unless it says more. */
    readonly first?: () => void;
    /** Answers this in place of the answer. */
    readonly answer?: {
        readonly status: number;
        readonly code?: string;
        readonly message?: string;
        readonly headers?: Readonly<Record<string, string>>;
        /** In place of an error of Resource Manager: what a proxy in between would say. */
        readonly text?: string;
    };
    /** Cuts the connection: before the request is worked on, after it is, or in the midst of the answer. */
    readonly cut?: "before" | "after" | "within the answer";
    /** Never answers. */
    readonly silent?: boolean;
    /** The long-running operation that the request begins comes to nothing. */
    readonly operationFails?: boolean;
}

/** The faults that are still to come. */
export class Faults {
    private readonly left: { fault: Fault; skip: number; times: number }[] = [];

    add(fault: Fault): void {
        this.left.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
    }

    /** The fault that hits a request, if one does. */
    next(method: string, path: string): Fault | undefined {
        for (const entry of this.left) {
            if (entry.fault.method !== undefined && entry.fault.method !== method) continue;
            if (entry.fault.path !== undefined && !entry.fault.path.test(path)) continue;
            if (entry.skip-- > 0) continue;
            if (entry.times-- > 0) return entry.fault;
        }
        return undefined;
    }
}
