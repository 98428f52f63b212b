import { CouldNotRunError } from "../../errors";

/** The parts of the SDK that a client needs. */
export type Sdk = Awaited<ReturnType<typeof load>>;

/** Loads the SDK, which is installed by those who probe its protocol only: it brings some 80 packages along. */
export async function loadSdk(loading: () => Promise<Sdk> = load): Promise<Sdk> {
    try {
        return await loading();
    } catch (error) {
        if (!["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(String((error as { code?: unknown }).code)))
            throw error;
        throw new CouldNotRunError(
            "--mcp needs the package @modelcontextprotocol/sdk, which is not installed. Install it beside this one: npm install @modelcontextprotocol/sdk@1",
        );
    }
}

async function load() {
    const [{ Client }, { StreamableHTTPClientTransport }] = await Promise.all([
        import("@modelcontextprotocol/sdk/client/index.js"),
        import("@modelcontextprotocol/sdk/client/streamableHttp.js"),
    ]);
    return { Client, StreamableHTTPClientTransport };
}
