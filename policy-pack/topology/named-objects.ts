import { scopeOf, sharesNamespace, type Scope } from "./kubernetes-scope";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "./resource";
import { ScopedIndex } from "./scoped-index";
import { type Lookup, lookupText } from "./values";

/** What a name may lead to. */
export interface Meant {
    /** What it leads to for certain. */
    readonly certain: readonly ParsedResource[];
    /** What it may lead to, once names and namespaces are known. */
    readonly possible: readonly ParsedResource[];
}

const UNNAMED = Symbol("a name that is not known yet");
const ANY = Symbol("any name");

/** Objects by a name that they have or refer to, their cluster and a namespace. */
export class NameIndex {
    private readonly index = new ScopedIndex<string | symbol, ParsedResource>();

    add(name: Lookup<string>, scope: Scope, object: ParsedResource): void {
        if (name.state === "absent") return;
        this.index.add(name.state === "known" ? name.value : UNNAMED, scope, object);
        this.index.add(ANY, scope, object);
    }

    /** @param isSure tells of an object with the name whether its namespace is the one that is meant. */
    near(name: Lookup<string>, scope: Scope, isSure: (one: ParsedResource) => boolean): Meant {
        if (name.state === "absent") return { certain: [], possible: [] };
        if (name.state === "unknown") return { certain: [], possible: this.index.near(ANY, scope).flat() };
        const named = this.index.near(name.value, scope).flat();
        const certain = named.filter(isSure);
        const unsure = named.filter((one) => !certain.includes(one));
        return { certain, possible: [...unsure, ...this.index.near(UNNAMED, scope).flat()] };
    }
}

/** The objects of one kind, to be found by what refers to them. */
export class NamedObjects {
    private readonly indexOf: (stack: ResourceIndex) => {
        readonly names: NameIndex;
        readonly urns: ReadonlySet<string>;
    };

    /** @param inNamespaces false for a kind whose objects are of the whole cluster. */
    constructor(
        module: string,
        kind: string,
        private readonly inNamespaces = true,
    ) {
        this.indexOf = oncePerStack((stack) => {
            const objects = stack.ofKind("kubernetes", module, kind).filter(({ token }) => !token.patch);
            const names = new NameIndex();
            for (const one of objects) {
                names.add(lookupText(one.properties, "metadata.name"), this.placeOf(scopeOf(one, stack)), one);
            }
            return { names, urns: new Set(objects.map(({ urn }) => urn)) };
        });
    }

    /**
     * The objects that a reference means. While its name is not known yet, those that the referring property was made from.
     *
     * @param property name of the property at the top that holds the reference.
     * @param namespace of the reference; absent where it means the referring object's own.
     */
    meant(
        from: ParsedResource,
        property: string,
        name: Lookup<string>,
        stack: ResourceIndex,
        namespace: Lookup<string> = { state: "absent" },
    ): Meant {
        const { names, urns } = this.indexOf(stack);
        const made = (from.propertyDependencies[property] ?? [])
            .filter((urn) => urns.has(urn))
            .flatMap((urn) => stack.get(urn) ?? []);
        if (name.state === "unknown" && made.length > 0) return { certain: made, possible: [] };
        const own = scopeOf(from, stack);
        const told = namespace.state === "known" ? namespace.value : undefined;
        const place = this.placeOf(namespace.state === "absent" ? own : { ...own, namespace: told });
        const { certain, possible } = names.near(name, place, (one) => {
            if (!this.inNamespaces) return true;
            if (namespace.state === "absent") return sharesNamespace(one, from, stack) === true;
            return told !== undefined && scopeOf(one, stack).namespace === told;
        });
        return { certain, possible: certain.length > 0 ? [] : possible };
    }

    private placeOf(scope: Scope): Scope {
        return this.inNamespaces ? scope : { ...scope, namespace: "" };
    }
}
