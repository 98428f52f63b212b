/** A Pulumi type token, taken apart so that every spelling of one resource type is recognised. */
export interface TypeToken {
    /** Package without its parameters: "azure-native" also for "azure-native_apimanagement_v20241001preview". */
    readonly family: string;
    /** Module without its API version: "app", "apimanagement"; for Kubernetes the API group, "core" for the core group. */
    readonly module: string;
    /** API version as the token spells it ("v20230501", "v1"), where the token or its package's parameter carries one. */
    readonly apiVersion?: string;
    /** Resource kind without the suffix "Patch": "ContainerApp", "Service". */
    readonly kind: string;
    /** True for the kinds of @pulumi/kubernetes that patch an existing object ("ServicePatch"). */
    readonly patch: boolean;
}

/** `azure-native_<module>_<version>`: https://www.pulumi.com/registry/packages/azure-native/version-guide/ */
const PARAMETERISED = /^(?<family>[a-z-]+)_(?<module>[a-z0-9]+)_(?<version>v\d+[a-z0-9]*)$/;

/**
 * Takes a type token apart. Tokens of azure-native v2 (`azure-native:app/v20230501:ContainerApp`), v3 and of
 * parameterised packages, of Kubernetes kinds, their patches and custom resources all give the same family, module and
 * kind for the same type of resource.
 *
 * @returns undefined for what is no `package:module:kind` token.
 */
export function parseTypeToken(type: string): TypeToken | undefined {
    const present = PARSED.get(type);
    if (present) return present;
    const parsed = takeApart(type);
    if (parsed) PARSED.set(type, parsed);
    return parsed;
}

/** A stack has many resources of few types. */
const PARSED = new Map<string, TypeToken>();

function takeApart(type: string): TypeToken | undefined {
    const [packageName, moduleName, ...rest] = type.split(":");
    const kindName = rest.join(":");
    if (!packageName || moduleName === undefined || !kindName) return undefined;

    const parameters = PARAMETERISED.exec(packageName)?.groups;
    const family = parameters?.["family"] ?? packageName;
    const [module = "", moduleVersion] = splitModule(family, moduleName);
    const apiVersion = parameters?.["version"] ?? moduleVersion;
    const patch = family === "kubernetes" && kindName.length > "Patch".length && kindName.endsWith("Patch");
    return {
        family,
        module,
        ...(apiVersion ? { apiVersion } : {}),
        kind: patch ? kindName.slice(0, -"Patch".length) : kindName,
        patch,
    };
}

/** Version of an API, as azure-native ("v20230501preview") and Kubernetes ("v2beta2") spell it. */
const API_VERSION = /^v\d+[a-z0-9]*$/;

/** Module and API version; other packages name a file behind the slash (`azure:containerapp/app:App`), which is neither. */
function splitModule(family: string, moduleName: string): [module: string, apiVersion?: string] {
    // A custom resource's token holds its apiVersion, which in the core group is a version alone.
    if (family === "kubernetes" && API_VERSION.test(moduleName)) return ["core", moduleName];
    const slash = moduleName.indexOf("/");
    if (slash === -1) return [moduleName];
    const behind = moduleName.slice(slash + 1);
    return API_VERSION.test(behind) ? [moduleName.slice(0, slash), behind] : [moduleName.slice(0, slash)];
}

/** A kind as `<package>:<module>:<kind>`, alike for every spelling of its token. */
export function kindKey({ family, module, kind }: Pick<TypeToken, "family" | "module" | "kind">): string {
    return `${family}:${module}:${kind}`;
}

/** True where the token, in whatever spelling or taken apart already, names this kind of this module of this package. */
export function isKind(type: string | TypeToken, family: string, module: string, kind: string): boolean {
    const token = typeof type === "string" ? parseTypeToken(type) : type;
    return token?.family === family && token.module === module && token.kind === kind;
}
