import type { TokenCredential } from "@azure/identity";

/** The token of a login that is there. No output may hold it. */
export const TOKEN = "canary-of-the-token";

/** A login that is there. */
export const KNOWN_TOKEN: TokenCredential = {
    getToken: () => Promise.resolve({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }),
};

/** Patience enough for a server on this machine. */
export const QUICK = { attempts: 3, firstPause: 1, longestPause: 5_000, timeout: 2_000 };
