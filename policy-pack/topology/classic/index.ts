import { parseTypeToken, type TypeToken } from "../type-token";

import { apiManagement } from "./api-management";
import { appService } from "./app-service";
import { applicationGateway } from "./application-gateway";
import { containerApps } from "./container-apps";
import { frontDoor } from "./front-door";
import { type ClassicKind } from "./kind";
import { loadBalancer } from "./load-balancer";
import { type Properties, type Shape, toNative } from "./shape";
import { type Spelling, spellingOf } from "./spelling";

/** The kinds of the classic package "azure" that rules read; a new kind is one line in one of these. */
const KINDS: ReadonlyMap<string, ClassicKind> = new Map(
    Object.entries({
        ...apiManagement,
        ...appService,
        ...applicationGateway,
        ...containerApps,
        ...frontDoor,
        ...loadBalancer,
    }),
);

/** What of a resource is read. */
interface Read {
    readonly token: TypeToken;
    readonly properties: Properties;
    readonly inputs?: Properties;
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/**
 * A resource of the classic package "azure" as azure-native has it, so that one reader reads both; any other as it is. Its
 * type, URN and what it ignores stay those of the program.
 */
export function asNative<Resource extends Read>(resource: Resource): Resource {
    const kind = kindOf(resource.token);
    if (!kind?.native) return resource;
    const [module, name] = kind.native;
    const { properties, inputs, propertyDependencies } = resource;
    return {
        ...resource,
        token: { family: "azure-native", module, kind: name, patch: false },
        properties: toNative(kind.shape, properties) as Properties,
        ...(inputs === undefined ? {} : { inputs: toNative(kind.shape, inputs) as Properties }),
        propertyDependencies: movedDependencies(propertyDependencies, kind.shape),
    };
}

function kindOf(token: TypeToken | undefined): ClassicKind | undefined {
    return token?.family === "azure" ? KINDS.get(`${token.module}:${token.kind}`) : undefined;
}

/** Dependencies are recorded by properties at the top: those of a classic one count for what it becomes, too. */
function movedDependencies(
    dependencies: Readonly<Record<string, readonly string[]>>,
    { moves = [], lists = [] }: Shape,
): Readonly<Record<string, readonly string[]>> {
    const moved: Record<string, readonly string[]> = { ...dependencies };
    for (const { native, classic } of [...moves, ...lists]) {
        const [to = "", from = ""] = [native, classic].map((path) => path.split(".")[0]);
        const urns = dependencies[from];
        if (to !== from && urns) moved[to] = [...(moved[to] ?? []), ...urns];
    }
    return moved;
}

const spellings = new Map<ClassicKind, Spelling>();

/** A text about a resource in the words of its own package: the properties that its program has. */
export function inOwnWords(type: string, text: string): string {
    const kind = kindOf(parseTypeToken(type));
    if (!kind) return text;
    const known = spellings.get(kind);
    const spelling = known ?? spellingOf(kind.shape, kind.phrases ?? []);
    if (!known) spellings.set(kind, spelling);
    return spelling(text);
}

/** How to set affinity where the package of the resource has no property for it; undefined where it has. */
export function ownFix(type: string): string | undefined {
    return kindOf(parseTypeToken(type))?.fix;
}
