import { referredTo, sortByUrn, withId } from "../references";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { getOrAdd } from "../scoped-index";
import { type Lookup } from "../values";

import { hostIn, hostsOf } from "./hosts";

/** Some properties hold an id behind the address of Azure's management. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/backends */
const RESOURCE_MANAGER = "https://management.azure.com";

/** What answers by addresses, hops and what stands before hops, to be found by what an address was made from or says. */
export class Addresses {
    private readonly all: ReadonlySet<ParsedResource>;
    private readonly byHost = new Map<string, ParsedResource[]>();

    /** @param targets what requests may go to. */
    constructor(
        targets: Iterable<ParsedResource>,
        private readonly stack: ResourceIndex,
    ) {
        this.all = new Set(targets);
        for (const target of this.all) {
            for (const host of new Set(hostsOf(target))) getOrAdd(this.byHost, host, () => []).push(target);
        }
    }

    /** The targets that a property was made from, or that have an id in it. */
    madeFrom(from: ParsedResource, property: string): ParsedResource[] {
        return this.targets(referredTo(from, property, this.stack));
    }

    /** The targets that answer by a text: an address, a host name or an id. */
    answering(text: Lookup<string>): ParsedResource[] {
        if (text.state !== "known") return [];
        const { value } = text;
        const id = value.toLowerCase().startsWith(RESOURCE_MANAGER) ? value.slice(RESOURCE_MANAGER.length) : value;
        return this.targets([...withId(id, this.stack), ...(this.byHost.get(hostIn(value)) ?? [])]);
    }

    private targets(found: readonly ParsedResource[]): ParsedResource[] {
        return sortByUrn(found.filter((one) => this.all.has(one)));
    }
}
