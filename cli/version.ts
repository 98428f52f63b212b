import { readFileSync } from "node:fs";
import path from "node:path";

/** The version of this package, from its package.json two folders above the compiled code. */
export function packageVersion(): string {
    const manifest = path.join(__dirname, "..", "..", "package.json");
    return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
