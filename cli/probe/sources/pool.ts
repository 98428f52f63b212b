import { type Random, seeded } from "../random";

/** Addresses that clients ask from, or say that they ask from. */
export interface AddressPool {
    /** How many different ones it has, at least. */
    readonly size: number;
    /** The address that a client keeps. */
    own(client: number): string;
    /** Another address for each request of anybody. */
    roaming(): string;
    /** Another address for each request of a client, all of them in its own network of 256. Absent: it has no such ones. */
    readonly neighbour?: (client: number, request: number) => string;
}

/** Addresses that a range of several networks of 256 has. Its first parts are drawn by `network`. */
class RangePool implements AddressPool {
    readonly size = Infinity;
    private readonly owned: string[] = [];
    private readonly taken = new Set<string>();
    private readonly random: Random;
    private readonly wanderers: Random;

    /** @param network draws the first three parts, as in `127.3.9`. */
    constructor(
        private readonly network: (random: Random) => string,
        seed: number,
    ) {
        this.random = seeded(seed);
        this.wanderers = seeded(seed ^ 0x5bd1_e995);
    }

    own(client: number): string {
        while (this.owned.length <= client) {
            const drawn = this.draw(this.random);
            if (this.taken.has(drawn)) continue;
            this.taken.add(drawn);
            this.owned.push(drawn);
        }
        return this.owned[client] as string;
    }

    roaming(): string {
        return this.draw(this.wanderers);
    }

    readonly neighbour = (client: number, request: number): string => {
        const parts = this.own(client).split(".");
        const last = Number(parts[3]) - FIRST_HOST;
        return `${parts.slice(0, 3).join(".")}.${((last + (request + 1) * STEP) % HOSTS) + FIRST_HOST}`;
    };

    private draw(random: Random): string {
        return `${this.network(random)}.${random(FIRST_HOST, FIRST_HOST + HOSTS - 1)}`;
    }
}

/** Last parts of addresses: neither the network's own, nor its router's, nor its broadcast's. */
const FIRST_HOST = 2;
const HOSTS = 253;
/** Leads through all last parts of a network before one comes again. */
const STEP = 89;

/**
 * Addresses of this machine's loopback network, all of which Linux lets a client ask from. Second, third and last parts
 * are drawn: some balancers look at the first 24 bits only, and some spread addresses badly that only count up.
 */
export function loopbackPool(seed: number): AddressPool {
    return new RangePool((random) => `127.${random(0, 255)}.${random(1, 255)}`, seed);
}

/** Addresses for saying, not for asking from: those for tests of devices. https://www.rfc-editor.org/rfc/rfc2544#appendix-C.2.2 */
export function saidPool(seed: number): AddressPool {
    return new RangePool((random) => `198.${random(18, 19)}.${random(0, 255)}`, seed);
}

/** Addresses that were given, one for each client in turn. */
export function givenPool(addresses: readonly string[], seed: number): AddressPool {
    const random = seeded(seed);
    const at = (index: number) => addresses[index % addresses.length] as string;
    return {
        size: new Set(addresses).size,
        own: at,
        roaming: () => at(random(0, addresses.length - 1)),
    };
}
