import { inOwnWords } from "./classic";
import { type Hop, type HopReader } from "./hop";
import { type Setting } from "./settings/setting";
import { type Fact } from "./values";

/** A reader whose hops tell of properties by the names that the resource's own package has for them. */
export function spelledReader(reader: HopReader): HopReader {
    return {
        ...reader,
        read(resource, stack) {
            const hop = reader.read(resource, stack);
            return hop && resource.type.startsWith("azure:") ? spelledHop(hop) : hop;
        },
    };
}

/** What a resource asks for, by the names that its own package has. */
export function spelledSetting<One extends Setting>(type: string, setting: One): One {
    if (!type.startsWith("azure:")) return setting;
    const spell = (text: string) => inOwnWords(type, text);
    return {
        ...setting,
        path: spell(setting.path),
        affinity: spelledFact(setting.affinity, spell),
        fix: spell(setting.fix),
    };
}

function spelledHop(hop: Hop): Hop {
    const spell = (text: string) => inOwnWords(hop.type, text);
    return {
        ...hop,
        replicas: spelledFact(hop.replicas, spell),
        affinity: spelledFact(hop.affinity, spell),
        affinityPath: spell(hop.affinityPath),
        ...(hop.stateless?.known === false ? { stateless: spelledFact(hop.stateless, spell) } : {}),
    };
}

/** What waits for a property, or tells where it comes from. */
function spelledFact<Value extends object>(found: Fact<Value>, spell: (text: string) => string): Fact<Value> {
    if (!found.known) return { known: false, path: spell(found.path) };
    const texts = Object.entries(found.value).map(([key, value]: [string, unknown]) => [
        key,
        TOLD.includes(key) && typeof value === "string" ? spell(value) : value,
    ]);
    return { known: true, value: Object.fromEntries(texts) as Value };
}

/** Members of a conclusion that tell of properties. */
const TOLD = ["source", "keyWaitsFor", "ttlWaitsFor"];
