import { type web as inputs } from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

const LANGUAGES = ["node", "python", "dotnet-isolated", "java", "powershell", "custom"] as const;

/** A language that Functions run. */
export type FunctionLanguage = (typeof LANGUAGES)[number];

/** Language that a Function App runs. */
export interface FunctionRuntimeArgs {
    /** "node", "python", "dotnet-isolated", "java", "powershell" or "custom". */
    name: pulumi.Input<FunctionLanguage>;
    /** Version of the language, such as "20" for Node. */
    version: pulumi.Input<string>;
}

/** A language and its version, checked. */
export interface FunctionRuntime {
    readonly name: pulumi.Input<FunctionLanguage>;
    readonly version: pulumi.Input<string>;
}

/** The version of Functions itself. https://learn.microsoft.com/azure/azure-functions/functions-versions */
const HOST_VERSION = "~4";
/** How the service spells each language in `linuxFxVersion`; a custom handler has none. https://learn.microsoft.com/azure/azure-functions/functions-app-settings#valid-linuxfxversion-values */
const LINUX_STACKS: Partial<Record<FunctionLanguage, string>> = {
    node: "Node",
    python: "Python",
    "dotnet-isolated": "DOTNET-ISOLATED",
    java: "Java",
    powershell: "PowerShell",
};

/** Checks the language and its version. */
export function readRuntime(check: Checks, given: FunctionRuntimeArgs): FunctionRuntime {
    const runtime = check.required("runtime", given, "give the language and its version.") as FunctionRuntimeArgs;
    return {
        name: check.oneOf(
            "runtime.name",
            check.required("runtime.name", runtime.name, "give the language."),
            LANGUAGES,
        ) as pulumi.Input<FunctionLanguage>,
        version: check.required("runtime.version", runtime.version, "give the language's version."),
    };
}

/** Settings that tell the host its version and language, on every plan but Flex Consumption. */
export function runtimeSettings({ name, version }: FunctionRuntime, linux: pulumi.Input<boolean>) {
    return pulumi.all([name, version, linux]).apply(([language, number, onLinux]): Record<string, string> => ({
        FUNCTIONS_EXTENSION_VERSION: HOST_VERSION,
        FUNCTIONS_WORKER_RUNTIME: language,
        ...(language === "node" && !onLinux ? { WEBSITE_NODE_DEFAULT_VERSION: `~${number}` } : {}),
    }));
}

/** The parts of a site's configuration that choose the language, on every plan but Flex Consumption. */
export function runtimeConfig(
    { name, version }: FunctionRuntime,
    linux: pulumi.Input<boolean>,
): pulumi.Output<inputs.SiteConfigArgs> {
    return pulumi.all([name, version, linux]).apply(([language, number, onLinux]): inputs.SiteConfigArgs => {
        if (onLinux) {
            const stack = LINUX_STACKS[language];
            return stack === undefined ? {} : { linuxFxVersion: `${stack}|${number}` };
        }
        if (language === "dotnet-isolated") return { netFrameworkVersion: `v${number}` };
        if (language === "java") return { javaVersion: number };
        if (language === "powershell") return { powerShellVersion: number };
        return {};
    });
}

/** Throws for a language that the machine cannot run. https://learn.microsoft.com/azure/azure-functions/supported-languages */
export function holdRuntime(check: Checks, runtime: FunctionRuntime, linux: pulumi.Input<boolean>): FunctionRuntime {
    const held = check.together<{ name: FunctionLanguage; linux: boolean }>({ name: runtime.name, linux }, (known) => {
        if (known.name !== "python" || known.linux) return;
        check.fail("runtime.name", known.name, 'it runs on Linux only. Set operatingSystem to "linux".');
    });
    return { ...runtime, name: held.name };
}
