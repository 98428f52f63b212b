const TEXTS: Readonly<Record<string, string>> = {
    ECONNREFUSED: "connection refused",
    ECONNRESET: "connection reset",
    UND_ERR_SOCKET: "connection closed by the other side",
    ENOTFOUND: "the host name is not known",
    EAI_AGAIN: "the host name could not be looked up",
    EADDRNOTAVAIL: "the source address is not one of this machine",
    EHOSTUNREACH: "no way to the host",
    ENETUNREACH: "no way to the network",
    ETIMEDOUT: "no answer in time",
    EPROTO: "TLS failure: the other side does not speak TLS as this client does",
    DEPTH_ZERO_SELF_SIGNED_CERT: "TLS failure: the certificate is self-signed",
    SELF_SIGNED_CERT_IN_CHAIN: "TLS failure: the certificate's authority is not known here",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "TLS failure: the certificate's authority is not known here",
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "TLS failure: the certificate's authority is not known here",
    CERT_HAS_EXPIRED: "TLS failure: the certificate has expired",
    ERR_TLS_CERT_ALTNAME_INVALID: "TLS failure: the certificate is for another host",
};

/** What went wrong with a request, in few words, with the system's own code. */
export function failureText(error: unknown): string {
    const code = codeOf(error);
    const text = code === undefined ? undefined : TEXTS[code];
    if (text !== undefined) return `${text} (${code})`;
    if (error instanceof Error && error.name === "TimeoutError") return "no answer in time";
    return error instanceof Error ? error.message : String(error);
}

/** With several addresses tried, the error holds one for each; the first one's code stands for all. */
function codeOf(error: unknown): string | undefined {
    if (error instanceof AggregateError) return codeOf(error.errors[0]);
    if (!(error instanceof Error) || !("code" in error)) return undefined;
    return typeof error.code === "string" ? error.code : undefined;
}
