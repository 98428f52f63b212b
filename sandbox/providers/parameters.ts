/** The package that an API version of one Azure module makes: `azure-native_apimanagement_v20241001preview`. */
export interface Parameterised {
    readonly name: string;
    readonly module: string;
    readonly version: string;
}

/** `2024-10-01-preview`, `v20241001preview` and `20241001preview` are the same version to the provider. */
function armModuleVersion(version: string): string {
    return `v${version.replace(/^v/, "").replaceAll("-", "")}`;
}

function parameterised(module: unknown, version: unknown): Parameterised {
    if (typeof module !== "string" || typeof version !== "string" || !/^v\d{8}\w*$/.test(armModuleVersion(version))) {
        throw new Error(
            "azure-native is parameterised by a module and an API version, such as apimanagement and v20241001preview",
        );
    }
    const normal = armModuleVersion(version);
    return { name: `azure-native_${module}_${normal}`, module, version: normal };
}

/** `pulumi package add azure-native <module> <version>` */
export function fromArguments(args: readonly string[]): Parameterised {
    if (args.length !== 2)
        throw new Error(`azure-native takes a module and an API version, not ${args.length} arguments`);
    return parameterised(args[0], args[1]);
}

/**
 * The parameter of a generated SDK: JSON in base64. The bytes that arrive are that base64 text, as SDKs encode it once more.
 * https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/provider_parameterize.go
 */
export function fromValue(value: Uint8Array): Parameterised {
    const text = Buffer.from(value).toString("utf8");
    for (const json of [text, Buffer.from(text, "base64").toString("utf8")]) {
        try {
            const { module, version } = JSON.parse(json) as { module?: unknown; version?: unknown };
            return parameterised(module, version);
        } catch (error) {
            if (!(error instanceof SyntaxError)) throw error;
        }
    }
    throw new Error("the parameter of azure-native is no base64 of JSON with a module and a version");
}
