import { type Scope } from "./kubernetes-scope";

/**
 * Items by a key, and below it by the cluster and the namespace that they are of. What has no cluster, or a namespace
 * that is not known yet, may meet what is of any.
 */
export class ScopedIndex<Key, Item> {
    private readonly items = new Map<Key, Map<string | undefined, Map<string | undefined, Item[]>>>();

    add(key: Key, { cluster, namespace }: Scope, item: Item): void {
        const clusters = getOrAdd(
            this.items,
            key,
            () => new Map<string | undefined, Map<string | undefined, Item[]>>(),
        );
        const namespaces = getOrAdd(clusters, cluster, () => new Map<string | undefined, Item[]>());
        getOrAdd(namespaces, namespace, () => []).push(item);
    }

    /** The items of a key that may be of one cluster and namespace with the scope, one list for each place of theirs. */
    near(key: Key, { cluster, namespace }: Scope): (readonly Item[])[] {
        return meeting(this.items.get(key), cluster).flatMap((namespaces) => meeting(namespaces, namespace));
    }
}

/** The value of a key; where there is none yet, a new one, which stays. */
export function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
    const present = map.get(key);
    if (present !== undefined) return present;
    const added = make();
    map.set(key, added);
    return added;
}

function meeting<Value>(map: ReadonlyMap<string | undefined, Value> | undefined, name: string | undefined): Value[] {
    if (name === undefined) return [...(map?.values() ?? [])];
    return [map?.get(name), map?.get(undefined)].filter((value) => value !== undefined);
}
