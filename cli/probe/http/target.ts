/** What is asked, by every client alike. */
export interface Target {
    /** Without user name and password: those are a header. */
    readonly url: URL;
    /** Sent with every request, names in lower case. */
    readonly headers: Readonly<Record<string, string>>;
    /** One request, from connecting to the last byte that is read. */
    readonly timeoutMilliseconds: number;
}
